using Release.Core.Clusters;
using Release.Core.Configuration;
using Release.Core.Deployments;
using Release.Core.Environments;

namespace Release.Core.Pipeline.Steps;

/// <summary>
/// Waits until every condition of a completed rollout holds at the same time, because the synced version may have changed
/// since the sync. A pod that cannot start, or a rollout past its deadline, fails the step with the reason and the log or
/// event that shows it.
/// </summary>
public sealed class RolloutStep(ISyncController syncController, IWorkloads workloads, IConfigRepository configRepository) : IDeploymentStep
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    public StepName Name => StepName.Rollout;

    /// <summary>Longer than Kubernetes' default progress deadline (10 minutes), whose message is more specific.</summary>
    public StepPolicy Policy { get; } = new(TimeSpan.FromMinutes(30), int.MaxValue, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30));

    public async Task<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        var look = await SyncAssessment.TakeAsync(syncController, configRepository, context, cancellationToken);
        if (look.Applications.FirstOrDefault(application => application.ImageTag != context.Version) is { } moved)
        {
            return new StepResult.Waiting(
                context.Now + LookAgain, $"{context.Engine.Actor()} wants {moved.ImageTag?.Value ?? "no version"} for {moved.Name} now: somebody else changed the configuration repository");
        }

        var workload = await OutsideCalls.ClusterAsync(context.Cell, () => workloads.FindAsync(context.Cell, cancellationToken));
        var (ready, total) = RolloutVerification.Progress(workload, context.Version);
        if (RolloutVerification.NotVerified(context.Engine, look.Applications, workload, context.Version, look.Contains, context.ConfigChanged) is not { } why)
        {
            return new StepResult.Succeeded(total == 0 ? $"Scaled to zero; the next pod will run {context.Version}" : $"{ready} of {total} pods run {context.Version}");
        }

        var trouble = RolloutTrouble.Of(workload, context.Version);
        if (trouble is not null && RolloutEvidence.IsFinal(trouble, context))
        {
            return await RolloutEvidence.FailedAsync(workloads, context.Cell, trouble, cancellationToken);
        }

        return new StepResult.Waiting(context.Now + LookAgain, trouble is null ? why : $"{why}; {trouble.Why}", ready, total)
        {
            Output = trouble is not null && context.IsOverdue(Policy)
                ? await RolloutEvidence.OutputAsync(workloads, context.Cell, trouble, cancellationToken)
                : null,
        };
    }
}
