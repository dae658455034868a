using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Events;
using Release.Core.Intake;
using Release.Core.Sources;
using Release.Core.Storage;

namespace Release.Core.Commands;

/// <summary>Resumes, cancels and rolls back. <see cref="DeployService"/> authorises and is documented.</summary>
internal sealed class DeploymentCommands(IReleaseStore store, DeployIntake intake, TimeProvider clock)
{
    public async Task<DeployResult> ResumeAsync(Guid id, string by, CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        if (await transaction.FindDeploymentAsync(id, cancellationToken) is not { } deployment)
        {
            return new DeployResult.NotFound(id);
        }

        if (deployment.Status is not DeploymentStatus.Failed)
        {
            return new DeployResult.Conflict($"Only a failed deployment can be resumed; this one is {Describe(deployment)}.");
        }

        if (await transaction.NewestDeploymentAsync(deployment.Cell, cancellationToken) is { } newest && newest.Id != deployment.Id)
        {
            return new DeployResult.Conflict($"A newer deployment of {newest.Version} exists. Deploy {deployment.Version} again if you want it.");
        }

        deployment.Resume();
        return await StoreAsync(transaction, deployment, EventType.DeploymentResumed, by, $"{deployment.Version} in {deployment.Environment} resumes at {deployment.CurrentStep!.Name}", cancellationToken);
    }

    public async Task<DeployResult> CancelAsync(Guid id, string by, CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        if (await transaction.FindDeploymentAsync(id, cancellationToken) is not { } deployment)
        {
            return new DeployResult.NotFound(id);
        }

        if (!deployment.IsActive)
        {
            return new DeployResult.Conflict($"Only a queued or running deployment can be cancelled; this one is {Describe(deployment)}.");
        }

        deployment.Cancel(by, clock.GetUtcNow());
        return await StoreAsync(transaction, deployment, EventType.DeploymentCancelled, by, $"{deployment.Version} to {deployment.Environment} was cancelled", cancellationToken);
    }

    public async Task<DeployResult> RollbackAsync(Guid id, string by, string? reason, CancellationToken cancellationToken)
    {
        var (cell, version, target, before) = await FindRollbackAsync(id, cancellationToken);
        if (cell is null)
        {
            return new DeployResult.NotFound(id);
        }

        if (target is null || target == version)
        {
            return new DeployResult.Conflict($"Release knows no earlier version of {cell.Application} than {version} in {cell.Environment}. Deploy the version you want instead.");
        }

        var request = new DeployRequest(cell, target, Trigger.Rollback, Promote: false, by, reason ?? $"Roll back {version}")
        {
            Reference = before?.Reference,
            SourceCommit = CommitSha.OrNull(before?.SourceCommit),
        };
        return await intake.SubmitAsync(request, cancellationToken) switch
        {
            IntakeResult.Accepted accepted => new DeployResult.Accepted(accepted.Deployment),
            IntakeResult.AlreadyUnderWay same => new DeployResult.AlreadyUnderWay(same.Deployment),
            IntakeResult.Refused refused => new DeployResult.Conflict(refused.Reason),
            var other => throw new InvalidOperationException($"Unknown result {other}."),
        };
    }

    private async Task<(Cell? Cell, ImageTag? Version, ImageTag? Target, Deployment? Before)> FindRollbackAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        if (await transaction.FindDeploymentAsync(id, cancellationToken) is not { } deployment)
        {
            return (null, null, null, null);
        }

        var present = await transaction.FindCellAsync(deployment.Cell, cancellationToken);
        var target = present?.DeployedVersion == deployment.Version
            ? present.PreviousVersion
            : present?.DeployedVersion ?? present?.PreviousVersion;
        var before = target is null ? null : await transaction.NewestOfVersionAsync(deployment.Cell, target, cancellationToken);
        return (deployment.Cell, deployment.Version, target, before);
    }

    private async Task<DeployResult> StoreAsync(
        IReleaseTransaction transaction, Deployment deployment, EventType type, string by, string summary, CancellationToken cancellationToken)
    {
        var cell = await transaction.FindOrAddCellAsync(deployment.Cell, cancellationToken);
        cell.Track(deployment, isNewest: false);
        transaction.Append(new ReleaseEvent(type, by, summary, deployment.Application, deployment.Environment, deployment.Id));
        await transaction.SchedulePassAsync(deployment.Cell, clock.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new DeployResult.Accepted(deployment);
    }

    private static string Describe(Deployment deployment) => deployment.Status.ToString().ToLowerInvariant();
}
