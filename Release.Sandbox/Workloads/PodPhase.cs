namespace Release.Sandbox.Workloads;

/// <summary>Where a pod of a Deployment is on its way.</summary>
internal enum PodPhase
{
    Creating,
    ErrImagePull,
    ImagePullBackOff,
    Running,
    CrashLoopBackOff,
    Ready,
}
