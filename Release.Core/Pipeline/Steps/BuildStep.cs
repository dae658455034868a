using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Failures;
using Release.Core.Sources;

namespace Release.Core.Pipeline.Steps;

/// <summary>
/// Sees to it that the image exists. Where it does, nobody but the registry is asked, so that existing images are deployed
/// with GitHub away. Where it does not, a person's deployment has the application's own workflow build it (contracts §9),
/// and a release's waits for the release's own run.
/// </summary>
internal sealed class BuildStep(IImageRegistry registry, SourceSettings sources, DispatchedBuild ownBuild, ReleaseBuild releaseBuild) : IDeploymentStep
{
    public StepName Name => StepName.Build;

    /// <summary>As long as GOV.UK's longest builds with their queue; a registry that refuses us is not asked for an hour.</summary>
    public StepPolicy Policy { get; } = new(TimeSpan.FromMinutes(60), 5, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1));

    public async Task<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        if (!registry.LooksUp)
        {
            return new StepResult.Succeeded("No registry is configured: the image is taken to be there");
        }

        if (sources.RepositoryOf(context.Repository) is not { } repository)
        {
            return new StepResult.Succeeded($"The owner of {context.Repository} on GitHub is not known: the image is taken to be there");
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

    /// <summary>Where its run has not told of its end yet, for us it has ended.</summary>
    private static BuildUpdate? Built(StepContext context) =>
        context.Build is { Url: not null } build ? new BuildUpdate(Run: new BuildRun(build.RunId, build.Url, BuildState.Succeeded, context.Now)) : null;

    /// <summary>Who built it says that it is there; what the registry says is only told.</summary>
    private async Task<string> CalledBackAsync(StepContext context, SourceRepository repository, CancellationToken cancellationToken)
    {
        try
        {
            return await registry.ExistsAsync(repository, context.Version, cancellationToken)
                ? BuildMessages.Built(context.Build)
                : $"Its workflow says that it is built; the registry does not show {registry.NameOf(repository, context.Version)} yet";
        }
        catch (OutsideException exception)
        {
            return $"Its workflow says that it is built; the registry could not be asked. {exception.Message}";
        }
    }
}

/// <summary>How a build is going, in words.</summary>
internal static class BuildMessages
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
