using Release.Core.Clusters;
using Release.Core.Commands;
using Release.Core.Deployments;
using Release.Core.Pipeline;

namespace Release.Tests.Integration.Pipeline;

/// <summary>Hooks and Jobs of a sync, and parts of a smoke test, are kept with their logs.</summary>
public sealed class SubStepTests
{
    [Fact]
    public async Task A_hook_is_shown_while_it_runs_and_its_log_outlives_its_pods()
    {
        await using var harness = await PipelineHarness.StartAsync();
        Hook(harness, "Running", "whitehall-upload-assets", "Running", "PreSync");
        harness.Outside.JobLog = "uploading 1 of 2";
        var deployment = await harness.RequestAsync("v2", Trigger.Manual, promote: false);
        await harness.PassAsync(PipelineHarness.Integration);

        var running = await TaskAsync(harness, deployment);
        (running.Kind, running.Name, running.Phase, running.Log).ShouldBe(("PreSync", "PreSync Job whitehall-upload-assets", StepTaskPhase.Running, "uploading 1 of 2"));
        running.StartedAt.ShouldBe(harness.Clock.GetUtcNow());
        (await harness.FindAsync(deployment.Id)).CurrentStep!.Message!.ShouldContain("PreSync Job whitehall-upload-assets is running");

        harness.Outside.JobLog = "uploading 1 of 2\nuploading 2 of 2";
        await harness.PassAsync(PipelineHarness.Integration);
        harness.Outside.JobLog = "";
        Hook(harness, "Succeeded", "whitehall-upload-assets", "Succeeded", "PreSync");
        await harness.SettleAsync();

        var ended = await TaskAsync(harness, deployment);
        (ended.Phase, ended.Log).ShouldBe((StepTaskPhase.Succeeded, "uploading 1 of 2\nuploading 2 of 2"));
        ended.FinishedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task More_of_a_log_is_kept_without_being_told()
    {
        await using var harness = await PipelineHarness.StartAsync();
        Hook(harness, "Running", "publisher-db-migration", "Running", null);
        var deployment = await harness.RequestAsync("v2", Trigger.Manual, promote: false);
        await harness.PassAsync(PipelineHarness.Integration);
        var told = (await harness.EventsAsync(deployment.Id)).Count;

        harness.Outside.JobLog = "migrating";
        await harness.PassAsync(PipelineHarness.Integration);
        await harness.PassAsync(PipelineHarness.Integration);

        var task = await TaskAsync(harness, deployment);
        (task.Name, task.Log).ShouldBe(("Sync Job publisher-db-migration", "migrating"));
        (await harness.EventsAsync(deployment.Id)).Count.ShouldBe(told);
    }

    [Fact]
    public async Task A_failed_hook_has_its_failing_line_even_when_its_pods_are_gone_by_then()
    {
        await using var harness = await PipelineHarness.StartAsync();
        Hook(harness, "Running", "publisher-db-migration", "Running", "PreSync");
        harness.Outside.JobLog = "migrating\nPG::Error: no\n";
        var deployment = await harness.RequestAsync("v2", Trigger.Manual, promote: false);
        await harness.PassAsync(PipelineHarness.Integration);

        harness.Outside.JobLog = "";
        Hook(harness, "Failed", "publisher-db-migration", "Failed", "PreSync");
        await harness.SettleAsync();

        var failed = await harness.FindAsync(deployment.Id);
        failed.FailureReason.ShouldBe("PreSync Job publisher-db-migration of publisher failed: Job has reached the specified backoff limit");
        var task = await TaskAsync(harness, deployment);
        (task.Phase, task.Log, task.FailingLine).ShouldBe((StepTaskPhase.Failed, "migrating\nPG::Error: no\n", 1));
        (await harness.LogsAsync(deployment.Id)).ShouldHaveSingleItem().FailingLine.ShouldBe(1);
    }

    [Fact]
    public async Task A_resumed_step_begins_its_sub_steps_anew_and_keeps_the_old_ones()
    {
        await using var harness = await PipelineHarness.StartAsync();
        Hook(harness, "Failed", "publisher-db-migration", "Failed", "PreSync");
        harness.Outside.JobLog = "no";
        var deployment = await harness.RequestAsync("v2", Trigger.Manual, promote: false);
        await harness.SettleAsync();

        harness.Clock.Advance(TimeSpan.FromMinutes(1));
        await harness.Service<DeploymentCommands>().ResumeAsync(deployment.Id, "me", TestContext.Current.CancellationToken);
        await harness.PassAsync(PipelineHarness.Integration);

        // Argo CD still says what it said of the try before: that is not this one's.
        var waiting = await harness.FindAsync(deployment.Id);
        waiting.Status.ShouldBe(DeploymentStatus.Running);
        waiting.Step(StepName.Sync).Tasks.ShouldHaveSingleItem().Phase.ShouldBe(StepTaskPhase.Failed);
        harness.Outside.SyncRequests[^1].Again.ShouldBeTrue();

        Hook(harness, "Succeeded", "publisher-db-migration", "Succeeded", "PreSync");
        harness.Outside.JobLog = "yes";
        await harness.SettleAsync();

        var tasks = (await harness.FindAsync(deployment.Id)).Step(StepName.Sync).Tasks;
        tasks.Select(task => (task.Run, task.Phase, task.Log)).ShouldBe([(0, StepTaskPhase.Failed, "no"), (1, StepTaskPhase.Succeeded, "yes")]);
    }

    [Fact]
    public async Task A_job_that_cannot_start_says_why()
    {
        await using var harness = await PipelineHarness.StartAsync();
        Hook(harness, "Running", "publisher-db-migration", "Running", "PreSync");
        harness.Outside.JobProblem = new PodProblem("ImagePullBackOff", "The image cannot be pulled (container migrate)", true, false);
        var deployment = await harness.RequestAsync("v2", Trigger.Manual, promote: false);
        await harness.PassAsync(PipelineHarness.Integration);

        (await TaskAsync(harness, deployment)).Message.ShouldBe("The image cannot be pulled (container migrate)");
    }

    [Fact]
    public async Task Parts_of_a_smoke_test_are_kept_too()
    {
        await using var harness = await PipelineHarness.StartAsync();
        var part = new StepTaskReport("Workflow node", "run-tests", StepTaskPhase.Succeeded, Log: "12 passed");
        harness.Outside.SmokeTest = (_, _) => new SmokeTestResult(SmokeTestOutcome.Passed, "All passed") { Tasks = [part] };

        var deployment = await harness.RequestAsync("v2", Trigger.Manual, promote: false);
        await harness.SettleAsync();

        var kept = (await harness.FindAsync(deployment.Id)).Step(StepName.SmokeTest).Tasks.ShouldHaveSingleItem();
        (kept.Kind, kept.Name, kept.Log).ShouldBe(("Workflow node", "run-tests", "12 passed"));
    }

    [Fact]
    public async Task An_endless_log_is_kept_at_its_end()
    {
        await using var harness = await PipelineHarness.StartAsync();
        Hook(harness, "Running", "noisy", "Running", "PreSync");
        harness.Outside.JobLog = string.Concat(Enumerable.Range(0, 20_000).Select(line => $"line {line}\n"));
        var deployment = await harness.RequestAsync("v2", Trigger.Manual, promote: false);
        await harness.PassAsync(PipelineHarness.Integration);

        var log = (await TaskAsync(harness, deployment)).Log!;
        log.Length.ShouldBeLessThanOrEqualTo(StepTask.MaxLogLength);
        log.ShouldStartWith("line ");
        log.ShouldEndWith("line 19999\n");
    }

    private static async Task<StepTask> TaskAsync(PipelineHarness harness, Deployment deployment) =>
        (await harness.FindAsync(deployment.Id)).Step(StepName.Sync).Tasks.ShouldHaveSingleItem();

    /// <summary>Argo CD's operation has one hook or Job; what ends, ends now.</summary>
    private static void Hook(PipelineHarness harness, string operationPhase, string job, string hookPhase, string? hookType)
    {
        var at = harness.Clock.GetUtcNow();
        var ended = operationPhase is not "Running";
        var message = hookPhase == "Failed" ? "Job has reached the specified backoff limit" : null;
        harness.Outside.Argo = application => application with
        {
            AssessedAt = at,
            SyncStatus = operationPhase is "Succeeded" ? SyncStatus.Synced : SyncStatus.OutOfSync,
            Operation = application.Operation! with
            {
                Phase = Reported.Parse<OperationPhase>(operationPhase),
                StartedAt = at,
                FinishedAt = ended ? at : null,
                Resources = [new SyncedResource("Job", "apps", job, ResourceSyncStatus.Synced, message, Reported.Parse<OperationPhase>(hookPhase), hookType)],
            },
        };
    }
}
