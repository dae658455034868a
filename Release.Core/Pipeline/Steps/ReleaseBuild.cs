using Release.Core.Deployments;
using Release.Core.Failures;
using Release.Core.Sources;

namespace Release.Core.Pipeline.Steps;

/// <summary>
/// Waits for an image that the application's release builds, without requesting a build. The run's state comes from
/// webhooks; if the run fails, the deployment fails.
/// </summary>
internal sealed class ReleaseBuild(ISourceHost source, ICiRuns runs, IImageRegistry registry, SourceSettings sources, BuildAttempts asks)
{
    private const string Dispatch = "workflow_dispatch";
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ResolveAgain = TimeSpan.FromMinutes(1);

    /// <summary>How long a run's webhook may arrive after the release's webhook.</summary>
    private static readonly TimeSpan Hearing = TimeSpan.FromMinutes(1);

    public async Task<StepResult> GoOnAsync(StepContext context, SourceRepository repository, CancellationToken cancellationToken)
    {
        var commit = context.SourceCommit ?? VersionCommit.Of(context.Version) ?? await ResolveAsync(context, repository, cancellationToken);
        var run = commit is null ? null : await RunAsync(context, repository, commit, cancellationToken);
        var news = new BuildUpdate(Run: run, Commit: commit);
        return run switch
        {
            { State: BuildState.Failed or BuildState.Cancelled } => BuildMessages.ReleaseFailed(context.Version, run) with { Build = news },
            null => new StepResult.Waiting(context.Now + LookAgain, $"Waiting for its release to build {registry.NameOf(repository, context.Version)}") { Build = news },
            _ => new StepResult.Waiting(context.Now + LookAgain, BuildMessages.Progress(context.Version, run.State)) { Build = news },
        };
    }

    /// <summary>The commit is only needed to find the run; without GitHub the step still waits for the image.</summary>
    private async Task<CommitSha?> ResolveAsync(StepContext context, SourceRepository repository, CancellationToken cancellationToken)
    {
        if (!asks.MayLook(context.DeploymentId, ResolveAgain, context.Now))
        {
            return null;
        }

        try
        {
            var found = await source.ResolveAsync(repository, GitReferenceName.Parse(context.Version.Value), cancellationToken);
            return found is { Kind: ReferenceKind.Tag } ? found.Sha : null;
        }
        catch (OutsideException)
        {
            return null;
        }
    }

    /// <summary>
    /// The newest of the commit's runs that was not started by a person. A run that ended before this step began may belong to
    /// an earlier release: it counts only if no other appears for a while, and never after a resumption.
    /// </summary>
    private async Task<BuildRun?> RunAsync(StepContext context, SourceRepository repository, CommitSha commit, CancellationToken cancellationToken)
    {
        var found = await runs.OfCommitAsync(repository, commit, cancellationToken);
        var newest = found.FirstOrDefault(run => run.Path.EndsWith("/" + sources.DeployWorkflow, StringComparison.Ordinal) && run.Trigger != Dispatch);
        if (newest is null)
        {
            return null;
        }

        var run = new BuildRun(newest.Id, newest.Url, newest.State, newest.UpdatedAt);
        var isEarlier = run.HasEnded && run.At < context.StepStartedAt;
        return isEarlier && (context.Resumptions > 0 || context.Now - context.StepStartedAt < Hearing) ? null : run;
    }
}
