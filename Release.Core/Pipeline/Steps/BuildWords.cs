using Release.Core.Applications;
using Release.Core.Changes;
using Release.Core.Deployments;

namespace Release.Core.Pipeline.Steps;

/// <summary>How a build is going, in words.</summary>
internal static class BuildWords
{
    public static string Progress(ImageTag version, BuildState state) => state switch
    {
        BuildState.Queued => $"Building {version}: GitHub has not started the run yet",
        BuildState.Succeeded => $"{version} is built; waits for the image to show up",
        _ => $"Building {version}",
    };

    /// <summary>Where the image came from, once it is there.</summary>
    /// <param name="build">Null when nobody was asked for it.</param>
    public static string Built(DeploymentBuild? build) => build switch
    {
        { RunId: { } run } => $"Built by run {run}",
        { Url: not null } => "Built by the application's workflow",
        _ => "The image is there",
    };

    /// <summary>A run that we asked for.</summary>
    public static StepResult.Failed OwnFailed(ImageTag version, BuildRun run) => new(
        $"The build of {version} {Ended(run)}: {run.Url}. Mend what is wrong there and resume here: that builds it again.", FailureKind.Application);

    /// <summary>A run that the release of the application set off.</summary>
    public static StepResult.Failed ReleaseFailed(ImageTag version, BuildRun run) => new(
        $"The workflow that builds {version} {Ended(run)}: {run.Url}. Run it again there, then resume here.", FailureKind.Application);

    private static string Ended(BuildRun run) => run.State is BuildState.Cancelled ? "was cancelled" : "failed";
}
