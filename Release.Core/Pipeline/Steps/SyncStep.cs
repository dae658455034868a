using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Ports;

namespace Release.Core.Pipeline.Steps;

/// <summary>
/// Waits until Argo CD has synced our commit: nudges it at once, then looks. A failed operation fails the step, with the
/// last lines of the log of the hook or migration that failed.
/// </summary>
public sealed class SyncStep(ISyncController syncController, IWorkloads workloads, IConfigRepository configRepository) : IDeploymentStep
{
    private const int LogLines = 60;
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    public StepName Name => StepName.Sync;

    /// <summary>Longer than Argo CD's own poll of git (3 minutes) with hooks and a migration.</summary>
    public StepPolicy Policy { get; } = new(TimeSpan.FromMinutes(20), int.MaxValue, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30));

    public async Task<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        if (context.IsFirstPass)
        {
            var commit = context.ConfigCommit ?? throw new InvalidOperationException("The sync began without a commit of the configuration repository.");
            try
            {
                await syncController.RequestSyncAsync(new SyncRequest(context.Cell, context.Version, commit, Again: context.Resumptions > 0), cancellationToken);
            }
            catch (NothingToSyncException exception)
            {
                return new StepResult.Failed(exception.Message, FailureKind.NotFound);
            }
        }

        var applications = await syncController.FindAsync(context.Cell, cancellationToken);
        var contained = await ContainedAsync(applications, context.ConfigCommit, cancellationToken);
        bool Contains(string? revision) => revision is not null && contained.Contains(revision);

        var notBefore = context.Resumptions > 0 ? context.StepStartedAt : DateTimeOffset.MinValue;
        if (Landing.SyncFailed(applications, context.Version, Contains, notBefore) is { } failed)
        {
            return await FailedAsync(context.Cell, failed, cancellationToken);
        }

        return Landing.NotSynced(applications, context.Version, Contains, context.ConfigChanged) is { } why
            ? new StepResult.Waiting(context.Now + LookAgain, why)
            : new StepResult.Succeeded(Synced(applications));
    }

    /// <summary><c>Argo CD synced draft-frontend, frontend</c>, with what people should know of each.</summary>
    private static string Synced(IReadOnlyList<SyncedApplication> applications) =>
        $"{applications[0].By} synced {string.Join(", ", applications.Select(application => application.Note is { } note ? $"{application.Name} ({note})" : application.Name))}";

    private async Task<HashSet<string>> ContainedAsync(
        IReadOnlyList<SyncedApplication> applications, string? commit, CancellationToken cancellationToken)
    {
        var contained = new HashSet<string>(StringComparer.Ordinal);
        var revisions = applications.SelectMany(application => new[] { application.Revision, application.Operation?.Revision }).OfType<string>().Distinct();
        foreach (var revision in revisions)
        {
            if (commit is not null && await configRepository.ContainsAsync(revision, commit, cancellationToken))
            {
                contained.Add(revision);
            }
        }

        return contained;
    }

    private async Task<StepResult> FailedAsync(Cell cell, SyncedApplication application, CancellationToken cancellationToken)
    {
        var operation = application.Operation!;
        var culprit = operation.Resources.FirstOrDefault(resource => resource.HasFailed);
        if (culprit is null)
        {
            return new StepResult.Failed($"Argo CD's sync of {application.Name} failed: {operation.Message}", FailureKind.Application);
        }

        var what = culprit.HookType is { Length: > 0 } hook && hook != "Sync" ? $"{hook} {culprit.Kind}" : culprit.Kind;
        var why = $"{what} {culprit.Name} of {application.Name} failed: {culprit.Message ?? operation.Message}";
        var kind = culprit.Name.Contains("migration", StringComparison.OrdinalIgnoreCase) || culprit.Name.Contains("db-", StringComparison.OrdinalIgnoreCase)
            ? FailureKind.Database
            : FailureKind.Application;
        var log = culprit.Kind == "Job"
            ? await workloads.JobLogAsync(cell.Environment, culprit.Namespace, culprit.Name, LogLines, cancellationToken)
            : "";
        return new StepResult.Failed(why, kind)
        {
            Output = log.Length == 0 ? null : StepOutput.OfFailure($"Job {culprit.Name}", log),
        };
    }
}
