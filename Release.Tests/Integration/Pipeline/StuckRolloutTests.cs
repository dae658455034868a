using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Commands;
using Release.Core.Deployments;
using Release.Core.Failures;

namespace Release.Tests.Integration.Pipeline;

/// <summary>Rollouts that do not come to their end: each ends with its cause, and what comes after overtakes it at once.</summary>
public sealed class StuckRolloutTests
{
    private static readonly PodProblem Unschedulable = new("Unschedulable", "No node has room for the pod: 0/3 nodes are available", IsFatal: false, HasPreviousLog: false);
    private static readonly PodProblem Crash = new("CrashLoopBackOff", "The container starts and ends again and again", IsFatal: true, HasPreviousLog: true);

    [Fact]
    public async Task It_times_out_with_what_it_waited_for_the_pods_problem_and_the_event()
    {
        await using var harness = await PipelineHarness.StartAsync();
        Trouble(harness, Unschedulable);
        var deployment = await harness.RequestAsync("v2", Trigger.Manual, promote: false);
        await harness.SettleAsync();

        var failed = await harness.FindAsync(deployment.Id);
        failed.Step(StepName.Rollout).Failure.ShouldBe(FailureKind.Timeout);
        failed.FailureReason.ShouldBe(
            "Gave up after 30 minutes: 0 of 1 pods are ready with v2; Pod publisher-1: No node has room for the pod: 0/3 nodes are available");
        var log = (await harness.LogsAsync(deployment.Id)).ShouldHaveSingleItem();
        log.Text.ShouldBe("Unschedulable: No node has room for the pod: 0/3 nodes are available");
        log.FailingLine.ShouldBe(0);
    }

    [Fact]
    public async Task A_sync_that_runs_on_shows_its_pods_and_fails_at_once_with_theirs()
    {
        await using var harness = await PipelineHarness.StartAsync();
        Syncing(harness);
        Trouble(harness, null);
        var deployment = await harness.RequestAsync("v2", Trigger.Manual, promote: false);
        await harness.PassAsync(PipelineHarness.Integration);

        var step = (await harness.FindAsync(deployment.Id)).CurrentStep!;
        (step.Name, step.ProgressDone, step.ProgressTotal).ShouldBe((StepName.Sync, 0, 1));
        step.Message.ShouldBe("Argo CD is syncing publisher: waiting for healthy state (0 of 1 pods are ready with v2)");

        Trouble(harness, Crash);
        await harness.PassAsync(PipelineHarness.Integration);

        var failed = await harness.FindAsync(deployment.Id);
        failed.Step(StepName.Sync).Status.ShouldBe(StepStatus.Failed);
        failed.FailureReason.ShouldBe("Pod publisher-1: The container starts and ends again and again");
        var log = (await harness.LogsAsync(deployment.Id)).ShouldHaveSingleItem();
        (log.Title, log.Text.Split('\n')[log.FailingLine!.Value]).ShouldBe(("Pod publisher-1", "FATAL: out of luck"));
    }

    [Fact]
    public async Task A_sync_that_runs_on_fails_when_the_rollout_exceeded_its_deadline()
    {
        await using var harness = await PipelineHarness.StartAsync();
        Syncing(harness);
        harness.Outside.Kubernetes = state => new WorkloadState(
            [state.Rollouts[0] with { Available = 0, Ready = 0, Unavailable = 1, DeadlineExceeded = "ReplicaSet \"publisher-1\" has timed out progressing." }], []);
        var deployment = await harness.RequestAsync("v2", Trigger.Manual, promote: false);
        await harness.PassAsync(PipelineHarness.Integration);

        (await harness.FindAsync(deployment.Id)).FailureReason.ShouldBe("ReplicaSet \"publisher-1\" has timed out progressing.");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_newer_version_overtakes_it_at_once(bool whileSyncing)
    {
        await using var harness = await PipelineHarness.StartAsync();
        if (whileSyncing)
        {
            Syncing(harness);
        }

        Trouble(harness, Unschedulable);
        var stuck = await harness.RequestAsync("v2");
        await harness.PassAsync(PipelineHarness.Integration);
        (await harness.FindAsync(stuck.Id)).Status.ShouldBe(DeploymentStatus.Running);
        var at = harness.Clock.GetUtcNow();

        (harness.Outside.Argo, harness.Outside.Kubernetes) = (application => application, state => state);
        var newer = await harness.RequestAsync("v3", Trigger.Manual, promote: false);
        await harness.PassAsync(PipelineHarness.Integration);

        harness.Clock.GetUtcNow().ShouldBe(at);
        (await harness.FindAsync(stuck.Id)).SupersededBy.ShouldBe(newer.Id);
        (await harness.FindAsync(newer.Id)).Status.ShouldBe(DeploymentStatus.Succeeded);
    }

    [Fact]
    public async Task A_rollback_overtakes_it_at_once()
    {
        await using var harness = await PipelineHarness.StartAsync();
        await harness.RequestAsync("v2", Trigger.Manual, promote: false);
        await harness.SettleAsync();
        harness.Outside.Kubernetes = state => Of(state, "v3", Unschedulable);
        var stuck = await harness.RequestAsync("v3", Trigger.Manual, promote: false);
        await harness.PassAsync(PipelineHarness.Integration);
        var at = harness.Clock.GetUtcNow();

        var result = await harness.Service<DeploymentCommands>().RollbackAsync(stuck.Id, "me", "stuck", TestContext.Current.CancellationToken);
        await harness.PassAsync(PipelineHarness.Integration);

        harness.Clock.GetUtcNow().ShouldBe(at);
        var rollback = await harness.FindAsync(result.ShouldBeOfType<DeployResult.Accepted>().Deployment.Id);
        (rollback.Version, rollback.Status).ShouldBe((ImageTag.Parse("v2"), DeploymentStatus.Succeeded));
        (await harness.FindAsync(stuck.Id)).Status.ShouldBe(DeploymentStatus.Superseded);
    }

    [Fact]
    public async Task Resumed_the_pods_of_the_failed_try_get_a_second_chance()
    {
        await using var harness = await PipelineHarness.StartAsync();
        Trouble(harness, Crash);
        var deployment = await harness.RequestAsync("v2", Trigger.Manual, promote: false);
        await harness.SettleAsync();
        await harness.Service<DeploymentCommands>().ResumeAsync(deployment.Id, "me", TestContext.Current.CancellationToken);
        await harness.PassAsync(PipelineHarness.Integration);

        var waiting = (await harness.FindAsync(deployment.Id)).CurrentStep!;
        waiting.Message.ShouldBe("0 of 1 pods are ready with v2; Pod publisher-1: The container starts and ends again and again");

        await harness.SettleAsync();
        (await harness.FindAsync(deployment.Id)).FailureReason.ShouldBe("Pod publisher-1: The container starts and ends again and again");
    }

    [Fact]
    public async Task What_was_synced_a_moment_ago_may_be_overtaken_before_its_pods_are_ready()
    {
        await using var harness = await PipelineHarness.StartAsync();
        Trouble(harness, null);
        var deployment = await harness.RequestAsync("v2", Trigger.Manual, promote: false);
        await harness.PassAsync(PipelineHarness.Integration);
        (await harness.FindAsync(deployment.Id)).CurrentStep!.Name.ShouldBe(StepName.Rollout);

        harness.Outside.Kubernetes = state => state;
        harness.Outside.Argo = application => application with { SyncStatus = SyncStatus.OutOfSync };
        await harness.PassAsync(PipelineHarness.Integration);
        (await harness.FindAsync(deployment.Id)).CurrentStep!.Message.ShouldBe("publisher is OutOfSync");

        harness.Outside.Argo = application => application;
        await harness.SettleAsync();
        (await harness.FindAsync(deployment.Id)).Status.ShouldBe(DeploymentStatus.Succeeded);
    }

    private static void Syncing(PipelineHarness harness) => harness.Outside.Argo = application => application with
    {
        SyncStatus = SyncStatus.OutOfSync,
        HealthStatus = HealthStatus.Progressing,
        Operation = application.Operation! with { Phase = OperationPhase.Running, FinishedAt = null, Message = "waiting for healthy state" },
    };

    private static void Trouble(PipelineHarness harness, PodProblem? problem) => harness.Outside.Kubernetes = state => Of(state, "v2", problem);

    private static WorkloadState Of(WorkloadState state, string version, PodProblem? problem) => new(
        [.. state.Rollouts.Select(rollout => rollout.Tag?.Value == version ? rollout with { Available = 0, Ready = 0, Unavailable = 1 } : rollout)],
        [.. state.Pods.Select(pod => pod.Tag?.Value == version ? pod with { Ready = false, Problem = problem } : pod)]);
}
