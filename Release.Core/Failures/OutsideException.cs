namespace Release.Core.Failures;

/// <summary>
/// An outside system did not do what was asked, and retrying may help: time-outs, 5xx, rate limits, lost races.
/// The message is for people: it says what happened and where, and contains no secret.
/// </summary>
public class OutsideException(string message, FailureKind kind, Exception? innerException = null)
    : Exception(message, innerException)
{
    public FailureKind Kind => kind;

    /// <summary>True for no answer, 5xx or a used-up quota: retry later. False for a refusal, which a person must act on.</summary>
    public bool IsAway => kind is FailureKind.Network or FailureKind.Timeout;
}

/// <summary>What kind of failure it was: Slack's text and the page group by it (contracts §11).</summary>
public enum FailureKind
{
    /// <summary>The version itself does not work: its tests, its migration, its pods.</summary>
    Application,
    Timeout,
    Network,
    Permission,
    NotFound,
    Database,
    ExitCode,
}
