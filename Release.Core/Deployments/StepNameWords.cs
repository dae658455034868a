namespace Release.Core.Deployments;

/// <summary>Steps in words.</summary>
public static class StepNameWords
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
