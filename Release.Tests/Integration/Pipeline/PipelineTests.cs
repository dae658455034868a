using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Commands;
using Release.Core.Deployments;
using Release.Core.Failures;
using Release.Core.Intake;
using Release.Core.Pipeline;
using Release.Data;

namespace Release.Tests.Integration.Pipeline;

public abstract class PipelineTests(DatabaseProvider on)
{
    [Fact]
    public async Task A_continuous_version_goes_through_all_environments()
    {
        await using var harness = await PipelineHarness.StartAsync(on);

        var first = await harness.RequestAsync("v2");
        await harness.SettleAsync();

        harness.Outside.VersionCommits.ShouldBe(["integration v2", "staging v2", "production v2"]);
        (await harness.FindAsync(first.Id)).Status.ShouldBe(DeploymentStatus.Succeeded);
        var last = (await harness.NewestAsync(PipelineHarness.Production)).ShouldNotBeNull();
        last.Status.ShouldBe(DeploymentStatus.Succeeded);
        last.Trigger.ShouldBe(Trigger.Promotion);
        last.Promotion!.Gates.ShouldContain(gate => !gate.Passed && gate.Evidence == "production is the last environment.");
        (await harness.PresentAsync(PipelineHarness.Production)).DeployedVersion.ShouldBe(ImageTag.Parse("v2"));
    }

    [Fact]
    public async Task A_manual_version_stays_and_the_decision_says_why()
    {
        await using var harness = await PipelineHarness.StartAsync(on);

        var deployment = await harness.RequestAsync("v2", Trigger.Manual, promote: false);
        await harness.SettleAsync();

        harness.Outside.VersionCommits.ShouldBe(["integration v2"]);
        (await harness.FindAsync(deployment.Id)).Promotion!.Summary.ShouldContain("manual deployment");
    }

    [Fact]
    public async Task Automatic_deploys_disabled_in_staging_stops_it_there()
    {
        await using var harness = await PipelineHarness.StartAsync(on);
        harness.Outside.AddFile(PipelineHarness.CellOf(PipelineHarness.Staging), "v1", automatic: false);

        await harness.RequestAsync("v2");
        await harness.SettleAsync();

        harness.Outside.VersionCommits.ShouldBe(["integration v2", "staging v2"]);
        (await harness.NewestAsync(PipelineHarness.Staging))!.Promotion!.Summary.ShouldContain("automatic_deploys_enabled is false");
    }

    [Fact]
    public async Task A_newer_version_supersedes_a_waiting_one_which_is_never_promoted()
    {
        await using var harness = await PipelineHarness.StartAsync(on);
        harness.Outside.Kubernetes = state => state with { Pods = [.. state.Pods.Select(pod => pod with { Ready = false })] };
        var older = await harness.RequestAsync("v2");
        await harness.PassAsync(PipelineHarness.Integration);
        (await harness.FindAsync(older.Id)).CurrentStep!.Name.ShouldBe(StepName.Rollout);

        var newer = await harness.RequestAsync("v3");
        harness.Outside.Kubernetes = state => state;
        await harness.SettleAsync();

        var superseded = await harness.FindAsync(older.Id);
        superseded.Status.ShouldBe(DeploymentStatus.Superseded);
        superseded.SupersededBy.ShouldBe(newer.Id);
        harness.Outside.VersionCommits.ShouldBe(["integration v2", "integration v3", "staging v3", "production v3"]);
    }

    [Fact]
    public async Task The_same_request_again_makes_nothing_new()
    {
        await using var harness = await PipelineHarness.StartAsync(on);
        var first = await harness.RequestAsync("v2");
        var again = new DeployRequest(PipelineHarness.CellOf(PipelineHarness.Integration), ImageTag.Parse("v2"), Trigger.Continuous, true, "robot");

        var result = await harness.Service<DeployIntake>().SubmitAsync(again, TestContext.Current.CancellationToken);

        result.ShouldBeOfType<IntakeResult.AlreadyUnderWay>().Deployment.Id.ShouldBe(first.Id);
    }

    [Fact]
    public async Task An_application_without_a_file_is_refused_with_the_remedy()
    {
        await using var harness = await PipelineHarness.StartAsync(on);
        var cell = new Cell(ApplicationName.Parse("nobody"), PipelineHarness.Integration);

        var result = await harness.Service<DeployIntake>().SubmitAsync(new DeployRequest(cell, ImageTag.Parse("v2"), Trigger.Manual, false, "me"), TestContext.Current.CancellationToken);

        var refused = result.ShouldBeOfType<IntakeResult.Refused>();
        refused.Field.ShouldBe("application");
        refused.Reason.ShouldContain("no image-tag file");
    }

    [Fact]
    public async Task A_failing_migration_fails_it_with_the_log_and_resume_goes_on_from_there()
    {
        await using var harness = await PipelineHarness.StartAsync(on);
        harness.Outside.JobLog = "migrating\nPG::UndefinedTable: ERROR: relation \"things\" does not exist\nrake aborted";
        harness.Outside.Argo = application => application with
        {
            SyncStatus = SyncStatus.OutOfSync,
            Operation = application.Operation! with
            {
                Phase = OperationPhase.Failed,
                Resources = [new SyncedResource("Job", "apps", "publisher-db-migration", null, "Job has reached the specified backoff limit", OperationPhase.Failed, "PreSync")],
            },
        };

        var deployment = await harness.RequestAsync("v2");
        await harness.SettleAsync();

        var failed = await harness.FindAsync(deployment.Id);
        failed.Status.ShouldBe(DeploymentStatus.Failed);
        failed.FailureReason!.ShouldContain("publisher-db-migration");
        failed.Step(StepName.Sync).Failure.ShouldBe(FailureKind.Database);
        harness.Outside.VersionCommits.ShouldBe(["integration v2"]);

        harness.Outside.Argo = application => application;
        (await harness.Service<DeploymentCommands>().ResumeAsync(deployment.Id, "me", TestContext.Current.CancellationToken)).ShouldBeOfType<DeployResult.Accepted>();
        await harness.SettleAsync();

        (await harness.FindAsync(deployment.Id)).Status.ShouldBe(DeploymentStatus.Succeeded);
        harness.Outside.VersionCommits.ShouldBe(["integration v2", "staging v2", "production v2"]);
    }

    [Fact]
    public async Task Smoke_tests_that_fail_are_not_retried_and_nothing_is_promoted()
    {
        await using var harness = await PipelineHarness.StartAsync(on);
        harness.Outside.SmokeTest = (_, _) => new SmokeTestResult(SmokeTestOutcome.Failed, "1 of 12 tests failed", "ok\nexpected 200, got 500", 1);

        var deployment = await harness.RequestAsync("v2");
        await harness.SettleAsync();

        (await harness.FindAsync(deployment.Id)).FailureReason.ShouldBe("1 of 12 tests failed");
        harness.Outside.SmokeRuns.Count.ShouldBe(1);
        harness.Outside.VersionCommits.ShouldBe(["integration v2"]);
    }

    [Fact]
    public async Task Smoke_tests_that_could_not_run_are_tried_three_times_two_minutes_doubling()
    {
        await using var harness = await PipelineHarness.StartAsync(on);
        harness.Outside.SmokeTest = (_, _) => new SmokeTestResult(SmokeTestOutcome.CouldNotRun, "connection refused");
        var start = harness.Clock.GetUtcNow();

        var deployment = await harness.RequestAsync("v2");
        await harness.SettleAsync();

        harness.Outside.SmokeRuns.Count.ShouldBe(3);
        (await harness.FindAsync(deployment.Id)).FailureReason.ShouldBe("connection refused Tried 3 times.");
        (harness.Clock.GetUtcNow() - start).ShouldBe(TimeSpan.FromMinutes(6));
    }

    [Fact]
    public async Task A_rollout_that_never_ends_times_out_with_what_it_waited_for()
    {
        await using var harness = await PipelineHarness.StartAsync(on);
        harness.Outside.Kubernetes = state => state with { Pods = [.. state.Pods.Select(pod => pod with { Ready = false })] };

        var deployment = await harness.RequestAsync("v2");
        await harness.SettleAsync();

        (await harness.FindAsync(deployment.Id)).FailureReason.ShouldBe("Gave up after 30 minutes: 0 of 1 pods are ready with v2");
    }

    [Fact]
    public async Task A_crash_loop_fails_with_the_line_of_the_log_that_shows_it()
    {
        await using var harness = await PipelineHarness.StartAsync(on);
        var problem = new PodProblem("CrashLoopBackOff", "the container keeps crashing (exit code 1)", IsFatal: true, HasPreviousLog: true);
        harness.Outside.Kubernetes = state => state with { Pods = [.. state.Pods.Select(pod => pod with { Ready = false, Problem = problem })] };

        var deployment = await harness.RequestAsync("v2");
        await harness.SettleAsync();

        var failed = await harness.FindAsync(deployment.Id);
        failed.FailureReason.ShouldBe("Pod publisher-1: the container keeps crashing (exit code 1)");
        failed.Step(StepName.Rollout).Status.ShouldBe(StepStatus.Failed);
    }

    [Fact]
    public async Task Cancelling_ends_it_and_drops_what_comes_after()
    {
        await using var harness = await PipelineHarness.StartAsync(on);
        var deployment = await harness.RequestAsync("v2");

        var cancelled = await harness.Service<DeploymentCommands>().CancelAsync(deployment.Id, "me", TestContext.Current.CancellationToken);
        await harness.SettleAsync();

        cancelled.ShouldBeOfType<DeployResult.Accepted>();
        (await harness.FindAsync(deployment.Id)).Status.ShouldBe(DeploymentStatus.Cancelled);
        harness.Outside.VersionCommits.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_rollback_deploys_what_ran_before_and_is_never_promoted()
    {
        await using var harness = await PipelineHarness.StartAsync(on);
        await harness.RequestAsync("v2", Trigger.Manual, promote: false);
        await harness.SettleAsync();
        var bad = await harness.RequestAsync("v3", Trigger.Manual, promote: false);
        await harness.SettleAsync();

        var result = await harness.Service<DeploymentCommands>().RollbackAsync(bad.Id, "me", "v3 is broken", TestContext.Current.CancellationToken);
        await harness.SettleAsync();

        var rollback = await harness.FindAsync(result.ShouldBeOfType<DeployResult.Accepted>().Deployment.Id);
        rollback.Trigger.ShouldBe(Trigger.Rollback);
        rollback.Version.ShouldBe(ImageTag.Parse("v2"));
        harness.Outside.VersionCommits.ShouldBe(["integration v2", "integration v3", "integration v2"]);
    }

    public sealed class OnSqlite() : PipelineTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : PipelineTests(DatabaseProvider.PostgreSql);
}
