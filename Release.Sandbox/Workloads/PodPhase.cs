namespace Release.Sandbox.Workloads;

/// <summary>Where a pod is on its way.</summary>
internal enum PodPhase
{
    Creating,
    ErrImagePull,
    ImagePullBackOff,
    Running,
    CrashLoopBackOff,
    Ready,

    /// <summary>Ran to its end, and well.</summary>
    Succeeded,

    /// <summary>Ran to its end, with an exit code above zero.</summary>
    Failed,
}
