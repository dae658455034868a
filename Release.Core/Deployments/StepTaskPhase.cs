namespace Release.Core.Deployments;

/// <summary>Where a sub-step of a step is.</summary>
public enum StepTaskPhase
{
    Pending,
    Running,
    Succeeded,
    Failed,
}
