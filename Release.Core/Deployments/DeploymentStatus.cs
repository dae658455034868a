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
