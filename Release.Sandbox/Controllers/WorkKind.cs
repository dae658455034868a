namespace Release.Sandbox.Controllers;

/// <summary>Whose turn it is.</summary>
internal enum WorkKind
{
    Application,
    Deployment,
    ReplicaSet,
    Job,

    /// <summary>The kubelet's.</summary>
    Pod,
    Namespace,

    /// <summary>Dependents of an owner that is gone; the name is the owner's uid.</summary>
    Garbage,

    Workflow,
}
