namespace Release.Sandbox.Workloads;

/// <summary>Where a pod is on its way.</summary>
internal enum PodPhase
{
    Creating,

    /// <summary>No node has room for it.</summary>
    Unschedulable,
    ErrImagePull,
    ImagePullBackOff,
    Running,

    /// <summary>Its container has just ended with an error, and will be started again.</summary>
    Terminated,
    CrashLoopBackOff,
    Ready,

    /// <summary>Ran to its end, and well.</summary>
    Succeeded,

    /// <summary>Ran to its end, with an exit code above zero.</summary>
    Failed,
}
