using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Failures;
using Release.Core.Sources;

namespace Release.Core.Pipeline.Steps;

/// <summary>
/// Makes sure that the image exists. If it does, only the registry is asked, so that existing images can be deployed without
/// GitHub. If it does not, a manual deployment starts the application's own workflow (contracts §9), and a release's
/// deployment waits for the release's own run.
/// </summary>
internal sealed class BuildStep(IImageRegistry registry, SourceSettings sources, DispatchedBuild ownBuild, ReleaseBuild releaseBuild) : IDeploymentStep
{
    public StepName Name => StepName.Build;

    /// <summary>The timeout covers GOV.UK's longest builds with their queue. Few attempts, so that a registry that refuses us is not asked for an hour.</summary>
    public StepPolicy Policy { get; } = new(TimeSpan.FromMinutes(60), 5, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1));

    public async Task<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        if (!registry.LooksUp)
        {
            return new StepResult.Succeeded("No registry is configured: the image is assumed to exist");
        }

        if (sources.RepositoryOf(context.Repository) is not { } repository)
        {
            return new StepResult.Succeeded($"The owner of {context.Repository} on GitHub is not known: the image is assumed to exist");
        }

        if (context.Build is { CalledBack: true })
        {
            return new StepResult.Succeeded(await CalledBackAsync(context, repository, cancellationToken));
        }

        if (await OutsideCalls.RegistryAsync(() => registry.ExistsAsync(repository, context.Version, cancellationToken)))
        {
            return new StepResult.Succeeded(BuildMessages.Built(context.Build)) { Build = Built(context) };
        }

        return context.Trigger is Trigger.Manual or Trigger.Rollback
            ? await ownBuild.GoOnAsync(context, repository, cancellationToken)
            : await releaseBuild.GoOnAsync(context, repository, cancellationToken);
    }

    /// <summary>Marks the run as ended, even if GitHub has not reported its end yet.</summary>
    private static BuildUpdate? Built(StepContext context) =>
        context.Build is { Url: not null } build ? new BuildUpdate(Run: new BuildRun(build.RunId, build.Url, BuildState.Succeeded, context.Now)) : null;

    /// <summary>The workflow's call-back is enough; the registry's answer is only mentioned.</summary>
    private async Task<string> CalledBackAsync(StepContext context, SourceRepository repository, CancellationToken cancellationToken)
    {
        try
        {
            return await registry.ExistsAsync(repository, context.Version, cancellationToken)
                ? BuildMessages.Built(context.Build)
                : $"Its workflow has built it; the registry does not show {registry.NameOf(repository, context.Version)} yet";
        }
        catch (OutsideException exception)
        {
            return $"Its workflow has built it; the registry could not be asked. {exception.Message}";
        }
    }
}

/// <summary>The progress and result of a build in words.</summary>
internal static class BuildMessages
{
    public static string Progress(ImageTag version, BuildState state) => state switch
    {
        BuildState.Queued => $"Building {version}: GitHub has not started the run yet",
        BuildState.Succeeded => $"{version} is built; waiting for the image to appear",
        _ => $"Building {version}",
    };

    /// <summary>Where the image came from, once it exists.</summary>
    /// <param name="build">Null when no build was requested.</param>
    public static string Built(DeploymentBuild? build) => build switch
    {
        { RunId: { } run } => $"Built by run {run}",
        { Url: not null } => "Built by the application's workflow",
        _ => "The image exists",
    };

    /// <summary>The failure of a run that Release requested.</summary>
    public static StepResult.Failed OwnFailed(ImageTag version, BuildRun run) => new(
        $"The build of {version} {Ended(run)}: {run.Url}. Fix the problem there, then resume here to build it again.", FailureKind.Application);

    /// <summary>The failure of a run that the application's release started.</summary>
    public static StepResult.Failed ReleaseFailed(ImageTag version, BuildRun run) => new(
        $"The workflow that builds {version} {Ended(run)}: {run.Url}. Run it again there, then resume here.", FailureKind.Application);

    private static string Ended(BuildRun run) => run.State is BuildState.Cancelled ? "was cancelled" : "failed";
}
