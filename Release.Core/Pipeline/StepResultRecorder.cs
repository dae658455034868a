using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Intake;
using Release.Core.Live;
using Release.Core.Ports;
using Release.Core.Promotion;

namespace Release.Core.Pipeline;

/// <summary>Stores what a step came to: state, events, the board's cell, the next wake-up, the promotion, the message.</summary>
public sealed class StepResultRecorder(IReleaseStore store, DeployIntake intake, TimeProvider clock)
{
    private const string Actor = "pipeline";

    internal async Task BegunAsync(
        IReleaseTransaction transaction, Deployment deployment, DeploymentStep step, bool wasQueued, CancellationToken cancellationToken)
    {
        var summary = wasQueued
            ? $"{deployment.Version} is on its way to {deployment.Environment}"
            : $"{step.Name} of {deployment.Version} in {deployment.Environment} began";
        await TrackAsync(transaction, deployment, wasQueued ? EventType.DeploymentStarted : EventType.DeploymentProgressed, summary, cancellationToken);
    }

    /// <returns>Whether another pass may get further at once.</returns>
    internal async Task<bool> RecordAsync(IDeploymentStep step, StepContext context, StepResult result, CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        var deployment = await transaction.FindDeploymentAsync(context.DeploymentId, cancellationToken);
        if (deployment is null || !IsStillAt(deployment, step.Name, context))
        {
            return true;
        }

        if (result is not StepResult.Waiting && result.Output is { } output)
        {
            deployment.KeepLog(new StepLog(output.Title, output.Text, output.FailingLine, clock.GetUtcNow()));
        }

        var goOn = result switch
        {
            StepResult.Succeeded succeeded => await SucceedAsync(transaction, deployment, step.Name, succeeded, cancellationToken),
            StepResult.Waiting waiting => await WaitAsync(transaction, deployment, waiting, cancellationToken),
            StepResult.Failed failed => await FailAsync(transaction, deployment, failed.Why, failed.Kind, cancellationToken),
            StepResult.Errored errored => await RetryAsync(transaction, deployment, step, errored, cancellationToken),
            _ => throw new InvalidOperationException($"Unknown result {result}."),
        };
        await transaction.CommitAsync(cancellationToken);
        return goOn;
    }

    private static bool IsStillAt(Deployment deployment, StepName step, StepContext context) =>
        deployment.CurrentStep is { Status: StepStatus.Running } current
        && current.Name == step
        && current.Attempt == context.Attempt
        && current.Resumptions == context.Resumptions;

    private async Task<bool> SucceedAsync(
        IReleaseTransaction transaction, Deployment deployment, StepName step, StepResult.Succeeded result, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var cell = await transaction.FindOrAddCellAsync(deployment.Cell, cancellationToken);
        if (result.Commit is { } commit)
        {
            deployment.RecordCommit(commit.Commit, commit.Changed);
            cell.Want(deployment.Version, cell.AutomaticDeploysEnabled, cell.PromoteDeployment, now);
        }

        if (result.Promotion is { } decision)
        {
            deployment.Decide(decision);
        }

        deployment.CompleteStep(result.Message, now);
        if (step is StepName.Rollout)
        {
            cell.Land(deployment.Version, now);
            await TrackAsync(transaction, deployment, EventType.DeploymentLanded, $"{deployment.Version} runs in {deployment.Environment}", cancellationToken);
        }
        else if (deployment.Status is DeploymentStatus.Succeeded)
        {
            await TrackAsync(transaction, deployment, EventType.DeploymentSucceeded, $"{deployment.Version} was deployed to {deployment.Environment}", cancellationToken);
        }
        else
        {
            await TrackAsync(transaction, deployment, EventType.DeploymentProgressed, result.Message, cancellationToken);
        }

        if (result.Promotion is not null)
        {
            await PromoteAsync(transaction, deployment, result.Promotion, cancellationToken);
        }

        return deployment.IsActive;
    }

    private async Task PromoteAsync(IReleaseTransaction transaction, Deployment deployment, PromotionDecision decision, CancellationToken cancellationToken)
    {
        transaction.Append(new ReleaseEvent(
            EventType.PromotionDecided, Actor, decision.Summary, deployment.Application, deployment.Environment, deployment.Id));
        if (decision is { Promote: true, Target: { } target })
        {
            var request = new DeployRequest(
                new Cell(deployment.Application, target), deployment.Version, Trigger.Promotion, Promote: true, deployment.RequestedBy, null, deployment.Id);
            if (await intake.AdmitAsync(transaction, request, cancellationToken) is IntakeResult.Refused refused)
            {
                transaction.Append(new ReleaseEvent(
                    EventType.PromotionDecided, Actor, $"Not promoted after all: {refused.Reason}", deployment.Application, target, deployment.Id));
            }
        }
    }

    private static async Task<bool> WaitAsync(
        IReleaseTransaction transaction, Deployment deployment, StepResult.Waiting waiting, CancellationToken cancellationToken)
    {
        var step = deployment.CurrentStep!;
        if (step.Message != waiting.Message || step.ProgressDone != waiting.Done || step.ProgressTotal != waiting.Total)
        {
            deployment.ReportProgress(waiting.Message, waiting.Done, waiting.Total);
            await TrackAsync(transaction, deployment, EventType.DeploymentProgressed, waiting.Message, cancellationToken);
        }

        await transaction.WakeAsync(deployment.Cell, waiting.Until, cancellationToken);
        return false;
    }

    private async Task<bool> RetryAsync(
        IReleaseTransaction transaction, Deployment deployment, IDeploymentStep step, StepResult.Errored errored, CancellationToken cancellationToken)
    {
        var current = deployment.CurrentStep!;
        var now = clock.GetUtcNow();
        if (step.Policy.RetryAfter(current.Attempt) is not { } delay || now + delay - current.StartedAt > step.Policy.Timeout)
        {
            var times = current.Attempt == 1 ? "once" : $"{current.Attempt} times";
            return await FailAsync(transaction, deployment, $"{errored.Why} Tried {times}.", errored.Kind, cancellationToken);
        }

        deployment.RetryStep($"{errored.Why} Trying again.");
        await TrackAsync(transaction, deployment, EventType.DeploymentProgressed, errored.Why, cancellationToken);
        await transaction.WakeAsync(deployment.Cell, now + delay, cancellationToken);
        return false;
    }

    private async Task<bool> FailAsync(
        IReleaseTransaction transaction, Deployment deployment, string why, FailureKind kind, CancellationToken cancellationToken)
    {
        var step = deployment.CurrentStep!.Name;
        deployment.FailStep(why, kind, clock.GetUtcNow());
        await TrackAsync(transaction, deployment, EventType.DeploymentFailed, why, cancellationToken);
        var key = $"deployment-failed/{deployment.Id:N}/{deployment.Failures}";
        await transaction.NotifyAsync(new Notification(key, deployment.Id, deployment.Cell, deployment.Version, step, kind, why), cancellationToken);
        return false;
    }

    private static async Task TrackAsync(
        IReleaseTransaction transaction, Deployment deployment, EventType type, string summary, CancellationToken cancellationToken)
    {
        var cell = await transaction.FindOrAddCellAsync(deployment.Cell, cancellationToken);
        cell.Track(deployment, isNewest: false);
        transaction.Append(new ReleaseEvent(type, Actor, summary, deployment.Application, deployment.Environment, deployment.Id));
    }
}
