using Release.Core.Deployments;
using Release.Core.Environments;

namespace Release.Web.Components.Shared;

/// <summary>Words for steps and triggers.</summary>
internal static class StepText
{
    public static string Of(StepName step) => step switch
    {
        StepName.Build => "Build",
        StepName.UpdateImageTag => "Update image tag",
        StepName.Sync => "Sync",
        StepName.Rollout => "Rollout",
        StepName.SmokeTest => "Smoke test",
        StepName.Promote => "Promote",
        _ => step.ToString(),
    };

    public static string Lower(StepName? step) => step?.InWords() ?? "an unknown step";

    /// <summary>What the step does, for newcomers.</summary>
    public static string Explain(StepName step, EnvironmentEngine engine) => step switch
    {
        StepName.Build => "Checks that the image exists, and has it built if it does not",
        StepName.UpdateImageTag => "Commits the version to the configuration repository",
        StepName.Sync => $"Waits until {engine.Actor()} has applied that commit",
        StepName.Rollout => "Waits until every pod runs the version",
        StepName.SmokeTest => "Runs the smoke tests against it",
        StepName.Promote => "Decides whether the version is promoted to the next environment",
        _ => "",
    };

    public static string Of(Trigger trigger) => trigger switch
    {
        Trigger.Continuous => "Released",
        Trigger.Manual => "Manual",
        Trigger.Promotion => "Promoted",
        Trigger.Rollback => "Rolled back",
        Trigger.External => "Elsewhere",
        _ => trigger.ToString(),
    };
}
