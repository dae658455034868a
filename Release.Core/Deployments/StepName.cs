namespace Release.Core.Deployments;

/// <summary>The steps of a deployment, in order. Deployments stored before a step was added do not have it.</summary>
public enum StepName
{
    /// <summary>Makes sure that the image exists, building it if necessary.</summary>
    Build,
    UpdateImageTag,
    Sync,
    Rollout,
    SmokeTest,
    Promote,
}

/// <summary>Steps in words.</summary>
public static class StepNameText
{
    /// <summary>Within a sentence: <c>update image tag</c>.</summary>
    public static string InWords(this StepName step) => step switch
    {
        StepName.Build => "build",
        StepName.UpdateImageTag => "update image tag",
        StepName.Sync => "sync",
        StepName.Rollout => "rollout",
        StepName.SmokeTest => "smoke test",
        StepName.Promote => "promote",
        _ => step.ToString(),
    };
}

public enum StepStatus
{
    Pending,

    /// <summary>Begun; it may wait for outside systems between passes.</summary>
    Running,
    Succeeded,
    Failed,

    /// <summary>The deployment ended before or during this step.</summary>
    Skipped,
}
