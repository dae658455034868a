namespace Release.Core.Deployments;

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
