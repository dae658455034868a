using Release.Core.Applications;
using Release.Core.Sources;
using Release.Core.Storage;

namespace Release.Core.Webhooks;

/// <summary>
/// Handles an event about a workflow run, so that the state of CI and builds needs no call. Events arrive in any order and
/// more than once; the latest state counts.
/// </summary>
internal sealed class WorkflowRunHandler(IReleaseStore store, SourceSettings sources, SourceCacheInvalidation sourceCache, ApplicationPassTrigger passTrigger)
{
    /// <returns>The outcome, in a sentence.</returns>
    public async Task<string> TakeAsync(SourceEvent.WorkflowRunUpdated update, CancellationToken cancellationToken)
    {
        var (applications, changed) = await KeepAsync(update, cancellationToken);
        if (applications.Count == 0)
        {
            return $"No application has the repository {update.Repository}.";
        }

        if (!changed)
        {
            return $"Run {update.Run.Id} of {update.Repository} was known already.";
        }

        await passTrigger.TriggerAsync(applications, cancellationToken);
        return $"Run {update.Run.Id} of {update.Repository} {Describe(update.Run.State)}.";
    }

    private async Task<(IReadOnlyList<ApplicationName> Applications, bool Changed)> KeepAsync(SourceEvent.WorkflowRunUpdated update, CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        var applications = await transaction.FindByRepositoryAsync(update.Repository, cancellationToken);
        if (applications.Count == 0)
        {
            return ([], false);
        }

        var names = applications.Select(application => application.Name).ToArray();
        var run = update.Run;
        var known = await transaction.FindRunAsync(run.Id, cancellationToken);
        if (known is null)
        {
            // Stored under the name in the application's record, by which it is looked up.
            var repository = applications.Select(sources.RepositoryOf).FirstOrDefault(found => found is not null) ?? SourceRepository.Parse(update.Repository);
            known = new CiRun(run.Id, repository, run.Commit, run.Workflow, run.Path, run.Trigger, run.Url);
            transaction.Add(known);
        }

        if (!known.Update(run.State, run.Attempt, run.UpdatedAt))
        {
            return (names, false);
        }

        if (known.HasEnded && update.IsOfDefaultBranch)
        {
            sourceCache.Change(transaction, update.Repository, applications, "GitHub", $"{known.Workflow} {Describe(known.State)} on {known.Commit[..10]}");
        }
        else
        {
            sourceCache.Forget(update.Repository, applications);
        }

        await transaction.CommitAsync(cancellationToken);
        return (names, true);
    }

    private static string Describe(BuildState state) => state switch
    {
        BuildState.Queued => "is queued",
        BuildState.Running => "is running",
        BuildState.Succeeded => "passed",
        BuildState.Failed => "failed",
        BuildState.Cancelled => "was cancelled",
        _ => throw new InvalidOperationException($"Unknown state {state}."),
    };
}
