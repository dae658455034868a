using Release.Core.Ports;

namespace Release.Core.Pipeline;

/// <summary>Something that a step needs cannot be reached. That is nobody's failure: the step waits until it is back.</summary>
internal sealed class OutsideAwayException(string what, OutsideException cause) : Exception(cause.Message, cause)
{
    /// <summary>What is away, for a sentence: <c>the cluster staging</c>, <c>git</c>.</summary>
    public string What => what;

    /// <summary>Silence and 5xx; a refusal (permission, not found) is an answer, which people must act on.</summary>
    public static bool Means(OutsideException exception) => exception.IsAway;
}
