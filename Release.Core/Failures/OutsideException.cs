namespace Release.Core.Failures;

/// <summary>
/// A system outside did not do what was asked, and trying again may help: time-outs, 5xx, rate limits, lost races.
/// The message is for people: what happened, with whom, and holds no secret.
/// </summary>
public class OutsideException(string message, FailureKind kind, Exception? innerException = null)
    : Exception(message, innerException)
{
    public FailureKind Kind => kind;

    /// <summary>Silence, 5xx, a used-up quota: come back later. What is not is an answer, which people must act on.</summary>
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
