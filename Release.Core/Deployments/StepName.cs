namespace Release.Core.Deployments;

/// <summary>The steps of a deployment, in their order. Deployments stored before a step was added go without it.</summary>
public enum StepName
{
    /// <summary>The image is there, or is built first.</summary>
    Build,
    UpdateImageTag,
    Sync,
    Rollout,
    SmokeTest,
    Promote,
}
