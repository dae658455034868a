using Release.Core.Applications;
using Release.Core.Sources;
using Release.Core.Storage;

namespace Release.Core.Webhooks;

/// <summary>
/// What GitHub told of a workflow run: CI and builds without asking. Events come in any order and more than once; the
/// latest state counts.
/// </summary>
internal sealed class WorkflowRunHandler(IReleaseStore store, SourceSettings sources, SourceCacheInvalidation memory, ApplicationPassTrigger wakeUps)
{
    /// <returns>What came of it, in a sentence.</returns>
    public async Task<string> TakeAsync(SourceEvent.WorkflowRunUpdated heard, CancellationToken cancellationToken)
    {
        var (applications, changed) = await KeepAsync(heard, cancellationToken);
        if (applications.Count == 0)
        {
            return $"No application has the repository {heard.Repository}.";
        }

        if (!changed)
        {
            return $"Run {heard.Run.Id} of {heard.Repository}: known already.";
        }

        await wakeUps.TriggerAsync(applications, cancellationToken);
        return $"Run {heard.Run.Id} of {heard.Repository} {Describe(heard.Run.State)}.";
    }

    private async Task<(IReadOnlyList<ApplicationName> Applications, bool Changed)> KeepAsync(SourceEvent.WorkflowRunUpdated heard, CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        var applications = await transaction.FindByRepositoryAsync(heard.Repository, cancellationToken);
        if (applications.Count == 0)
        {
            return ([], false);
        }

        var names = applications.Select(application => application.Name).ToArray();
        var run = heard.Run;
        var known = await transaction.FindRunAsync(run.Id, cancellationToken);
        if (known is null)
        {
            // Under the name by which the application knows it: that is how it is looked up.
            var repository = applications.Select(sources.RepositoryOf).FirstOrDefault(found => found is not null) ?? SourceRepository.Parse(heard.Repository);
            known = new CiRun(run.Id, repository, run.Commit, run.Workflow, run.Path, run.Trigger, run.Url);
            transaction.Add(known);
        }

        if (!known.Hear(run.State, run.Attempt, run.UpdatedAt))
        {
            return (names, false);
        }

        if (known.HasEnded && heard.IsOfDefaultBranch)
        {
            memory.Change(transaction, heard.Repository, applications, "GitHub", $"{known.Workflow} {Describe(known.State)} on {known.Commit[..10]}");
        }
        else
        {
            memory.Forget(heard.Repository, applications);
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
