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

    /// <summary>Reported by a notification: others did the work.</summary>
    Recorded,
}

/// <summary>What triggered a deployment.</summary>
public enum Trigger
{
    /// <summary>A release of the application: promoted through the environments automatically.</summary>
    Continuous,

    /// <summary>A person's decision; never promoted (contracts §2).</summary>
    Manual,

    /// <summary>The success of the same version in the previous environment.</summary>
    Promotion,

    /// <summary>Return to the previous version.</summary>
    Rollback,

    /// <summary>Others did it and reported it.</summary>
    External,
}

/// <summary>The state of a deployment or step does not allow the change. The message says which.</summary>
public sealed class IllegalTransitionException(string message) : InvalidOperationException(message);
