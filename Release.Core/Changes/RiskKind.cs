namespace Release.Core.Changes;

/// <summary>What somebody should know before deploying.</summary>
public enum RiskKind
{
    Frozen,
    NotConfigured,
    AutomaticDeploysDisabled,
    UnderWay,
    AlreadyThere,
    Drift,
    FailedElsewhere,

    /// <summary>The environment before has another version.</summary>
    NotFromBefore,
    OthersChanges,

    /// <summary>Commits that run there now are taken away.</summary>
    GoesBack,
    Migrations,
    Checks,

    /// <summary>The image must be built first.</summary>
    Build,

    /// <summary>What it ships is not known.</summary>
    Unknown,
}
