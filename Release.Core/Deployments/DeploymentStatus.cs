namespace Release.Core.Deployments;

public enum DeploymentStatus
{
    /// <summary>Accepted; no step has begun.</summary>
    Queued,
    Running,
    Succeeded,
    Failed,
    Cancelled,

    /// <summary>A newer deployment of the same cell took its place.</summary>
    Superseded,

    /// <summary>Told to us by a notification: others did the work.</summary>
    Recorded,
}

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

/// <summary>A deployment or step was asked for a change that its state does not allow. The message says which.</summary>
public sealed class IllegalTransitionException(string message) : InvalidOperationException(message);
