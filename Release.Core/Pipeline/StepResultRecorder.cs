using System.Globalization;
using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Events;
using Release.Core.Failures;
using Release.Core.Intake;
using Release.Core.Notifications;
using Release.Core.Sources;
using Release.Core.Storage;

namespace Release.Core.Pipeline;

/// <summary>Stores the result of a step: state, events, the board's cell, the next pass, the promotion, the message.</summary>
internal sealed class StepResultRecorder(IReleaseStore store, DeployIntake intake, TimeProvider clock)
{
    private static readonly TimeSpan FirstAwayDelay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestAwayDelay = TimeSpan.FromSeconds(30);

    public async Task BegunAsync(
        IReleaseTransaction transaction, Deployment deployment, DeploymentStep step, bool wasQueued, CancellationToken cancellationToken)
    {
        var summary = wasQueued
            ? $"{deployment.Version} is on its way to {deployment.Environment}"
            : $"{step.Name} of {deployment.Version} in {deployment.Environment} began";
        await TrackAsync(transaction, deployment, wasQueued ? EventType.DeploymentStarted : EventType.DeploymentProgressed, summary, cancellationToken);
    }

    /// <returns>Whether another pass can make progress at once.</returns>
    public async Task<bool> RecordAsync(
        CellLease lease, IDeploymentStep step, StepContext context, StepResult result, CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(lease, cancellationToken);
        var deployment = await transaction.FindDeploymentAsync(context.DeploymentId, cancellationToken);
        if (deployment is null || !IsStillAt(deployment, step.Name, context))
        {
            return true;
        }

        if (result is not StepResult.Waiting && result.Output is { } output)
        {
            deployment.KeepLog(new StepLog(output.Title, output.Text, output.FailingLine, clock.GetUtcNow()));
        }

        var changed = TakeTasks(deployment, result) | (result.Build is { } news && deployment.TakeBuild(news));
        var goOn = result switch
        {
            StepResult.Away away => await AwayAsync(transaction, deployment, away, cancellationToken),
            StepResult.Succeeded succeeded => await SucceedAsync(transaction, deployment, step.Name, succeeded, cancellationToken),
            StepResult.Waiting waiting => await WaitAsync(transaction, deployment, waiting, changed, cancellationToken),
            StepResult.Again again => await GoOnAsync(transaction, deployment, again, cancellationToken),
            StepResult.Failed failed => await FailAsync(transaction, deployment, failed.Why, failed.Kind, cancellationToken),
            StepResult.Errored errored => await RetryAsync(transaction, deployment, step, errored, cancellationToken),
            _ => throw new InvalidOperationException($"Unknown result {result}."),
        };
        await transaction.CommitAsync(cancellationToken);
        return goOn;
    }

    /// <summary>Whether the result applies to the stored state. If a build's call-back arrived meanwhile, it does not, and the next pass uses the call-back.</summary>
    private static bool IsStillAt(Deployment deployment, StepName step, StepContext context) =>
        deployment.CurrentStep is { Status: StepStatus.Running } current
        && current.Name == step
        && current.Attempt == context.Attempt
        && current.Resumptions == context.Resumptions
        && deployment.Version == context.Version
        && (deployment.Build?.CalledBack ?? false) == (context.Build?.CalledBack ?? false);

    private async Task<bool> SucceedAsync(
        IReleaseTransaction transaction, Deployment deployment, StepName step, StepResult.Succeeded result, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var cell = await transaction.FindOrAddCellAsync(deployment.Cell, cancellationToken);
        if (result.Commit is { } commit)
        {
            deployment.RecordCommit(commit.Commit, commit.Changed);
            cell.SetWanted(deployment.Version, cell.AutomaticDeploysEnabled, cell.PromoteDeployment, now);
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
            EventType.PromotionDecided, SystemActors.Pipeline, decision.Summary, deployment.Application, deployment.Environment, deployment.Id));
        if (decision is { Promote: true, Target: { } target })
        {
            var request = new DeployRequest(
                new Cell(deployment.Application, target), deployment.Version, Trigger.Promotion, Promote: true, deployment.RequestedBy, null, deployment.Id)
            {
                Reference = deployment.Reference,
                SourceCommit = CommitSha.OrNull(deployment.SourceCommit),
            };
            if (await intake.AdmitAsync(transaction, request, cancellationToken) is IntakeResult.Refused refused)
            {
                transaction.Append(new ReleaseEvent(
                    EventType.PromotionDecided, SystemActors.Pipeline, $"Not promoted after all: {refused.Reason}", deployment.Application, target, deployment.Id));
            }
        }
    }

    /// <summary>Stores the sub-steps. Returns whether one began or ended and an event is needed; more log output needs none.</summary>
    private bool TakeTasks(Deployment deployment, StepResult result)
    {
        var now = clock.GetUtcNow();
        if (result is not StepResult.Away)
        {
            deployment.FindOutside(now);
        }

        var step = deployment.CurrentStep!;
        var before = Phases(step);
        deployment.TakeTasks(result.Tasks, now);
        return !before.SequenceEqual(Phases(step));
    }

    private static StepTaskPhase[] Phases(DeploymentStep step) => [.. step.Tasks.Select(task => task.Phase)];

    /// <summary>Uses up neither an attempt nor the step's time. Runs again soon, then every <see cref="LongestAwayDelay"/>.</summary>
    private async Task<bool> AwayAsync(
        IReleaseTransaction transaction, Deployment deployment, StepResult.Away away, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var since = deployment.CurrentStep!.OutsideSince ?? now;
        var message = $"Waiting for {away.What}, unavailable since {Since(since, now)}: {away.Why}";
        if (deployment.LoseOutside(message, now))
        {
            await TrackAsync(transaction, deployment, EventType.DeploymentProgressed, message, cancellationToken);
        }

        var soFar = now - since;
        var delay = soFar < FirstAwayDelay ? FirstAwayDelay : soFar > LongestAwayDelay ? LongestAwayDelay : soFar;
        await transaction.SchedulePassAsync(deployment.Cell, now + delay, cancellationToken);
        return false;
    }

    private string Since(DateTimeOffset since, DateTimeOffset now)
    {
        var (local, today) = (TimeZoneInfo.ConvertTime(since, clock.LocalTimeZone), TimeZoneInfo.ConvertTime(now, clock.LocalTimeZone).Date);
        return local.ToString(local.Date == today ? "HH:mm" : "HH:mm 'on' d MMM", CultureInfo.InvariantCulture);
    }

    private static async Task<bool> WaitAsync(
        IReleaseTransaction transaction, Deployment deployment, StepResult.Waiting waiting, bool changed, CancellationToken cancellationToken)
    {
        var step = deployment.CurrentStep!;
        if (changed || !step.HasReported || step.Message != waiting.Message || step.ProgressDone != waiting.Done || step.ProgressTotal != waiting.Total)
        {
            deployment.ReportProgress(waiting.Message, waiting.Done, waiting.Total);
            await TrackAsync(transaction, deployment, EventType.DeploymentProgressed, waiting.Message, cancellationToken);
        }

        await transaction.SchedulePassAsync(deployment.Cell, waiting.Until, cancellationToken);
        return false;
    }

    private static async Task<bool> GoOnAsync(IReleaseTransaction transaction, Deployment deployment, StepResult.Again again, CancellationToken cancellationToken)
    {
        deployment.ReportProgress(again.Message, null, null);
        await TrackAsync(transaction, deployment, EventType.DeploymentProgressed, again.Message, cancellationToken);
        return true;
    }

    private async Task<bool> RetryAsync(
        IReleaseTransaction transaction, Deployment deployment, IDeploymentStep step, StepResult.Errored errored, CancellationToken cancellationToken)
    {
        var current = deployment.CurrentStep!;
        var now = clock.GetUtcNow();
        if (step.Policy.RetryAfter(current.Attempt) is not { } delay
            || now + delay - current.StartedAt - current.OutsideTime(now) > step.Policy.Timeout)
        {
            var times = current.Attempt == 1 ? "once" : $"{current.Attempt} times";
            return await FailAsync(transaction, deployment, $"{errored.Why} Tried {times}.", errored.Kind, cancellationToken);
        }

        deployment.RetryStep($"{errored.Why} Trying again.");
        await TrackAsync(transaction, deployment, EventType.DeploymentProgressed, errored.Why, cancellationToken);
        await transaction.SchedulePassAsync(deployment.Cell, now + delay, cancellationToken);
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
        transaction.Append(new ReleaseEvent(type, SystemActors.Pipeline, summary, deployment.Application, deployment.Environment, deployment.Id));
    }
}
