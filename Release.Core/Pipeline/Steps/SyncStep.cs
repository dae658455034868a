using Release.Core.Clusters;
using Release.Core.Configuration;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Failures;

namespace Release.Core.Pipeline.Steps;

/// <summary>
/// Requests a sync of our commit and waits until it is done. Hooks are shown as sub-steps while they run. A failed operation
/// fails the step, with the log of the failed hook or migration. Pods that cannot start fail it too, because an operation
/// with PostSync hooks runs until the rollout is done.
/// </summary>
public sealed class SyncStep(ISyncController syncController, IWorkloads workloads, IConfigRepository configRepository) : IDeploymentStep
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    public StepName Name => StepName.Sync;

    /// <summary>Covers Argo CD's poll of git (3 minutes), hooks, a migration, and a rollout before the PostSync hooks.</summary>
    public StepPolicy Policy { get; } = new(TimeSpan.FromMinutes(30), int.MaxValue, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30));

    public async Task<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        if (context.IsFirstPass)
        {
            var commit = context.ConfigCommit ?? throw new InvalidOperationException("The sync began without a commit of the configuration repository.");
            var request = new SyncRequest(context.Cell, context.Version, commit, context.IsAgain);
            try
            {
                await OutsideCalls.ClusterAsync(context.Cell, () => syncController.RequestSyncAsync(request, cancellationToken));
            }
            catch (NothingToSyncException exception)
            {
                return new StepResult.Failed(exception.Message, FailureKind.NotFound);
            }
        }

        var look = await SyncAssessment.TakeAsync(syncController, configRepository, context, cancellationToken);
        var tasks = await HookTasks.ReadAsync(workloads, context, look.OwnOperations(context), cancellationToken);
        return await ResultAsync(context, look, cancellationToken) with { Tasks = tasks };
    }

    private async Task<StepResult> ResultAsync(StepContext context, SyncAssessment look, CancellationToken cancellationToken)
    {
        if (RolloutVerification.SyncFailed(look.Applications, context.Version, look.Contains, context.AttemptBegan) is { } failed)
        {
            return Failed(context, failed);
        }

        if (RolloutVerification.NotSynced(context.Engine, look.Applications, context.Version, look.Contains, context.ConfigChanged) is not { } why)
        {
            return new StepResult.Succeeded(Synced(context, look.Applications));
        }

        return look.OwnOperations(context).Any(operation => operation.IsRunning)
            ? await WhileSyncingAsync(context, why, cancellationToken)
            : new StepResult.Waiting(context.Now + LookAgain, why);
    }

    private async Task<StepResult> WhileSyncingAsync(StepContext context, string why, CancellationToken cancellationToken)
    {
        var workload = await OutsideCalls.ClusterAsync(context.Cell, () => workloads.FindAsync(context.Cell, cancellationToken));
        var trouble = RolloutTrouble.Of(workload, context.Version);
        if (trouble is not null && RolloutEvidence.IsFinal(trouble, context))
        {
            return await RolloutEvidence.FailedAsync(workloads, context.Cell, trouble, cancellationToken);
        }

        var output = trouble is not null && context.IsOverdue(Policy)
            ? await RolloutEvidence.OutputAsync(workloads, context.Cell, trouble, cancellationToken)
            : null;
        var message = trouble is null ? why : $"{why}; {trouble.Why}";

        // During PreSync hooks and the migration the Deployment still has the old version, so there is no rollout to show.
        return workload.Rollouts.Any(rollout => rollout.Tag == context.Version) && RolloutVerification.Progress(workload, context.Version) is var (ready, total)
            ? new StepResult.Waiting(context.Now + LookAgain, $"{message} ({ready} of {total} pods are ready with {context.Version})", ready, total) { Output = output }
            : new StepResult.Waiting(context.Now + LookAgain, message) { Output = output };
    }

    /// <summary><c>Argo CD synced draft-frontend, frontend</c>, with the note of each.</summary>
    private static string Synced(StepContext context, IReadOnlyList<SyncedApplication> applications) =>
        $"{context.Engine.Actor()} synced {string.Join(", ", applications.Select(application => application.Note is { } note ? $"{application.Name} ({note})" : application.Name))}";

    /// <summary>The log of the failed hook is stored with its sub-step.</summary>
    private static StepResult.Failed Failed(StepContext context, SyncedApplication application)
    {
        var operation = application.Operation!;
        if (operation.Resources.FirstOrDefault(resource => resource.HasFailed) is not { } culprit)
        {
            return new StepResult.Failed($"{context.Engine.Actor()}'s sync of {application.Name} failed: {operation.Message ?? operation.Phase.ToString()}", FailureKind.Application);
        }

        var what = culprit.HookType is { Length: > 0 } hook && hook != "Sync" ? $"{hook} {culprit.Kind}" : culprit.Kind;
        var why = $"{what} {culprit.Name} of {application.Name} failed: {culprit.Message ?? operation.Message}";
        return new StepResult.Failed(why, IsMigration(culprit) ? FailureKind.Database : FailureKind.Application);
    }

    private static bool IsMigration(SyncedResource culprit) =>
        culprit.Name.Contains("migrat", StringComparison.OrdinalIgnoreCase) || culprit.Name.Contains("db-", StringComparison.OrdinalIgnoreCase);
}
