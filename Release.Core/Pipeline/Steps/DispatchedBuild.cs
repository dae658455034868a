using Release.Core.Deployments;
using Release.Core.Failures;
using Release.Core.Sources;

namespace Release.Core.Pipeline.Steps;

/// <summary>
/// Starts the application's own workflow to build an image, once. The request is stored before GitHub is asked. A process
/// that finds a request which it did not store cannot know whether GitHub was asked: it looks for the run first, and asks
/// only when none has appeared after a while.
/// </summary>
internal sealed class DispatchedBuild(IBuilds builds, ICiRuns runs, SourceSettings sources, BuildAttempts asks)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(15);

    /// <summary>How long a run may take to appear in GitHub's list.</summary>
    private static readonly TimeSpan Appearing = TimeSpan.FromMinutes(1);

    /// <summary>How long an image may take to appear after its run has succeeded.</summary>
    private static readonly TimeSpan Pushing = TimeSpan.FromMinutes(5);

    public async Task<StepResult> GoOnAsync(StepContext context, SourceRepository repository, CancellationToken cancellationToken)
    {
        if (context.Build is not { } build)
        {
            return Wish(context);
        }

        var request = new BuildRequest(repository, context.DefaultBranch, context.Cell.Environment, ReferenceOf(context));
        if (build.RunId is { } id)
        {
            return Result(context, build, await LookAsync(context, repository, id, cancellationToken));
        }

        // The run's page is stored with GitHub's answer, so GitHub was asked even if it did not return the run.
        var isAsked = build.Url is not null;
        if (!isAsked && asks.TakeWish(context.DeploymentId, build.RequestedAt))
        {
            return await DispatchAsync(context, request, cancellationToken);
        }

        if (!asks.MayLook(context.DeploymentId, AskAgain, context.Now))
        {
            return Result(context, build, new Look(null, IsGitHubAway: false));
        }

        var run = await FindAsync(context, request, build.RequestedAt, cancellationToken);
        return run is null && !isAsked && context.Now - build.RequestedAt > Appearing
            ? Wish(context)
            : Result(context, build, new Look(run, IsGitHubAway: false));
    }

    private static GitReferenceName ReferenceOf(StepContext context) =>
        GitReferenceName.Parse(VersionCommit.Of(context.Version)?.Value ?? context.Version.Value);

    private StepResult.Again Wish(StepContext context)
    {
        asks.Wish(context.DeploymentId, context.Now);
        return new StepResult.Again($"There is no image of {context.Version} yet: asking GitHub to build it") { Build = new BuildUpdate(RequestedAt: context.Now) };
    }

    private async Task<StepResult> DispatchAsync(StepContext context, BuildRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var run = await OutsideCalls.GitHubAsync(() => builds.DispatchAsync(request, cancellationToken));
            run = run with { Url = run.Url ?? sources.WorkflowUrl(request.Repository) };
            return new StepResult.Waiting(context.Now + LookAgain, BuildMessages.Progress(context.Version, run.State)) { Build = new BuildUpdate(Run: run) };
        }
        catch (OutsideException refused)
        {
            return new StepResult.Failed($"There is no image of {context.Version}, and GitHub refused to build it: {refused.Message}", refused.Kind);
        }
    }

    private async Task<BuildRun?> FindAsync(StepContext context, BuildRequest request, DateTimeOffset since, CancellationToken cancellationToken)
    {
        try
        {
            var others = await runs.OfOthersAsync(context.Cell.Application, context.DeploymentId, cancellationToken);
            return await OutsideCalls.GitHubAsync(() => builds.FindDispatchedAsync(request, since, others, cancellationToken));
        }
        catch (Exception exception) when (exception is OutsideException or DependencyUnavailableException)
        {
            asks.LookFailed(context.DeploymentId);
            throw;
        }
    }

    private async Task<Look> LookAsync(StepContext context, SourceRepository repository, long id, CancellationToken cancellationToken)
    {
        // A state received by webhook needs no call; an end received this way is final.
        if (await runs.FindAsync(id, cancellationToken) is { } known && RunOf(known) is { HasEnded: true } ended)
        {
            return new Look(ended, IsGitHubAway: false);
        }

        if (!asks.MayLook(context.DeploymentId, AskAgain, context.Now))
        {
            return new Look(null, IsGitHubAway: false);
        }

        try
        {
            return new Look(await builds.FindAsync(repository, id, cancellationToken), IsGitHubAway: false);
        }
        catch (OutsideException exception) when (DependencyUnavailableException.Means(exception))
        {
            // The step waits for the image and the call-back; neither needs GitHub's API.
            asks.LookFailed(context.DeploymentId);
            return new Look(null, IsGitHubAway: true);
        }
    }

    private static BuildRun RunOf(CiRun run) => new(run.Id, run.Url, run.State, run.UpdatedAt);

    private static StepResult Result(StepContext context, DeploymentBuild build, Look look)
    {
        var run = look.Run ?? new BuildRun(build.RunId, build.Url, build.State, build.UpdatedAt);
        var news = look.Run is null ? null : new BuildUpdate(Run: look.Run);
        if (run.State is BuildState.Failed or BuildState.Cancelled)
        {
            return BuildMessages.OwnFailed(context.Version, run) with { Build = news };
        }

        if (build.State is BuildState.Succeeded && context.Now - build.UpdatedAt > Pushing)
        {
            return new StepResult.Failed(
                $"The run that builds {context.Version} succeeded, but it did not call back and the image is not in the registry: {run.Url}. Find the tag under which it pushed the image, and deploy that.",
                FailureKind.NotFound)
            { Build = news };
        }

        var message = BuildMessages.Progress(context.Version, run.State) + (look.IsGitHubAway ? "; GitHub is unavailable, so its progress is not known" : "");
        return new StepResult.Waiting(context.Now + LookAgain, message) { Build = news };
    }

    /// <param name="Run">The run's state; null when there was nothing new or GitHub was not asked.</param>
    private sealed record Look(BuildRun? Run, bool IsGitHubAway);
}
