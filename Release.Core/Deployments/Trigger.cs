namespace Release.Core.Deployments;

/// <summary>What set a deployment off.</summary>
public enum Trigger
{
    /// <summary>A release of the application: goes on through the environments by itself.</summary>
    Continuous,

    /// <summary>A person's decision; never promoted (contracts §2).</summary>
    Manual,

    /// <summary>The success of the same version in the environment before.</summary>
    Promotion,

    /// <summary>Back to the version before.</summary>
    Rollback,

    /// <summary>Others did it and told us.</summary>
    External,
}
