namespace Release.Core.Deployments;

/// <summary>The steps of a deployment, in their order.</summary>
public enum StepName
{
    UpdateImageTag,
    Sync,
    Rollout,
    SmokeTest,
    Promote,
}
