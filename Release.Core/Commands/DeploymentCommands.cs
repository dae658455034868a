using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Events;
using Release.Core.Intake;
using Release.Core.Sources;
using Release.Core.Storage;

namespace Release.Core.Commands;

/// <summary>Resumes, cancels and rolls back deployments.</summary>
public sealed class DeploymentCommands(IReleaseStore store, DeployIntake intake, TimeProvider clock)
{
    /// <summary>Resumes the newest deployment of a cell at its failed step.</summary>
    public async Task<CommandResult> ResumeAsync(Guid id, string by, CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        if (await transaction.FindDeploymentAsync(id, cancellationToken) is not { } deployment)
        {
            return new CommandResult.NotFound();
        }

        if (deployment.Status is not DeploymentStatus.Failed)
        {
            return new CommandResult.Refused($"Only a failed deployment can be resumed; this one is {Describe(deployment)}.");
        }

        if (await transaction.NewestDeploymentAsync(deployment.Cell, cancellationToken) is { } newest && newest.Id != deployment.Id)
        {
            return new CommandResult.Refused($"A newer deployment of {newest.Version} exists. Deploy {deployment.Version} again if you want it.");
        }

        deployment.Resume();
        return await StoreAsync(transaction, deployment, EventType.DeploymentResumed, by, $"{deployment.Version} in {deployment.Environment} resumes at {deployment.CurrentStep!.Name}", cancellationToken);
    }

    /// <summary>Ends a queued or running deployment. What it has committed to git stays.</summary>
    public async Task<CommandResult> CancelAsync(Guid id, string by, CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        if (await transaction.FindDeploymentAsync(id, cancellationToken) is not { } deployment)
        {
            return new CommandResult.NotFound();
        }

        if (!deployment.IsActive)
        {
            return new CommandResult.Refused($"Only a queued or running deployment can be cancelled; this one is {Describe(deployment)}.");
        }

        deployment.Cancel(by, clock.GetUtcNow());
        return await StoreAsync(transaction, deployment, EventType.DeploymentCancelled, by, $"{deployment.Version} to {deployment.Environment} was cancelled", cancellationToken);
    }

    /// <summary>Deploys the version that ran before this deployment.</summary>
    public async Task<CommandResult> RollbackAsync(Guid id, string by, string? reason, CancellationToken cancellationToken)
    {
        var (cell, version, target, before) = await FindRollbackAsync(id, cancellationToken);
        if (cell is null)
        {
            return new CommandResult.NotFound();
        }

        if (target is null || target == version)
        {
            return new CommandResult.Refused($"Release knows no earlier version of {cell.Application} than {version} in {cell.Environment}. Deploy the version you want instead.");
        }

        var request = new DeployRequest(cell, target, Trigger.Rollback, Promote: false, by, reason ?? $"Roll back {version}")
        {
            Reference = before?.Reference,
            SourceCommit = CommitSha.OrNull(before?.SourceCommit),
        };
        return await intake.SubmitAsync(request, cancellationToken) switch
        {
            IntakeResult.Accepted accepted => new CommandResult.Done(accepted.Deployment),
            IntakeResult.AlreadyUnderWay same => new CommandResult.Done(same.Deployment),
            IntakeResult.Refused refused => new CommandResult.Refused(refused.Reason),
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

    private async Task<CommandResult> StoreAsync(
        IReleaseTransaction transaction, Deployment deployment, EventType type, string by, string summary, CancellationToken cancellationToken)
    {
        var cell = await transaction.FindOrAddCellAsync(deployment.Cell, cancellationToken);
        cell.Track(deployment, isNewest: false);
        transaction.Append(new ReleaseEvent(type, by, summary, deployment.Application, deployment.Environment, deployment.Id));
        await transaction.SchedulePassAsync(deployment.Cell, clock.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new CommandResult.Done(deployment);
    }

    private static string Describe(Deployment deployment) => deployment.Status.ToString().ToLowerInvariant();
}

/// <summary>The result of a command on a deployment.</summary>
public abstract record CommandResult
{
    private CommandResult()
    {
    }

    /// <param name="Deployment">The deployment now; for a rollback, the new one.</param>
    public sealed record Done(Deployment Deployment) : CommandResult;

    public sealed record NotFound : CommandResult;

    /// <param name="Reason">Why it is not possible now, and what to do.</param>
    public sealed record Refused(string Reason) : CommandResult;
}
