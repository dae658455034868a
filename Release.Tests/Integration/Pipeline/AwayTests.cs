using Release.Core.Applications;
using Release.Core.Commands;
using Release.Core.Deployments;
using Release.Core.Failures;

namespace Release.Tests.Integration.Pipeline;

/// <summary>A cluster or git that cannot be reached is nobody's failure: deployments wait for it, and go on by themselves.</summary>
public sealed class AwayTests
{
    private static readonly string[] Cluster = ["argo refresh", "argo find", "kubernetes find", "smoke test"];
    private static readonly string[] Git = ["git update", "git read", "git contains"];

    [Theory]
    [InlineData(StepName.Sync, "argo refresh")]
    [InlineData(StepName.Sync, "argo find")]
    [InlineData(StepName.Rollout, "kubernetes find")]
    [InlineData(StepName.SmokeTest, "smoke test")]
    public async Task Three_hours_away_use_up_neither_tries_nor_time_and_then_it_lands(StepName step, string call)
    {
        await using var harness = await PipelineHarness.StartAsync();
        var start = harness.Clock.GetUtcNow();
        var backAt = start + TimeSpan.FromHours(3);
        harness.Outside.BeforeCall = called => Refuse(called == call && harness.Clock.GetUtcNow() < backAt);
        var deployment = await harness.RequestAsync("v2", Trigger.Manual, promote: false);

        await harness.PassAsync(PipelineHarness.Integration);

        var waiting = await harness.FindAsync(deployment.Id);
        waiting.Status.ShouldBe(DeploymentStatus.Running);
        waiting.CurrentStep!.Name.ShouldBe(step);
        waiting.CurrentStep.Message.ShouldBe("Waiting for the cluster integration, unavailable since 12:00: connection refused");
        waiting.CurrentStep.OutsideSince.ShouldBe(start);
        (await harness.PresentAsync(PipelineHarness.Integration)).DeploymentStatus.ShouldBe(DeploymentStatus.Running);

        await harness.SettleAsync();

        var landed = await harness.FindAsync(deployment.Id);
        landed.Status.ShouldBe(DeploymentStatus.Succeeded);
        var done = landed.Step(step);
        (done.Attempt, done.Resumptions, done.OutsideSince).ShouldBe((1, 0, null));
        TimeSpan.FromSeconds(done.OutsideSeconds).ShouldBeInRange(TimeSpan.FromHours(3), TimeSpan.FromHours(3) + TimeSpan.FromSeconds(30));
        harness.Outside.SmokeRuns.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Git_away_is_waited_for_in_the_same_words()
    {
        await using var harness = await PipelineHarness.StartAsync();
        var backAt = harness.Clock.GetUtcNow() + TimeSpan.FromHours(3);
        harness.Outside.BeforeCall = called => Refuse(Git.Contains(called) && harness.Clock.GetUtcNow() < backAt);
        var deployment = await harness.RequestAsync("v2", Trigger.Manual, promote: false);

        await harness.PassAsync(PipelineHarness.Integration);
        (await harness.FindAsync(deployment.Id)).CurrentStep!.Message.ShouldBe("Waiting for git, unavailable since 12:00: connection refused");

        await harness.SettleAsync();
        (await harness.FindAsync(deployment.Id)).Status.ShouldBe(DeploymentStatus.Succeeded);
        harness.Outside.VersionCommits.ShouldBe(["integration v2"]);
    }

    [Fact]
    public async Task Git_away_between_the_tests_and_the_promotion_is_waited_for_and_then_promoted()
    {
        await using var harness = await PipelineHarness.StartAsync();
        var backAt = harness.Clock.GetUtcNow() + TimeSpan.FromHours(3);
        harness.Outside.BeforeCall = called => Refuse(called == "git read" && harness.Clock.GetUtcNow() < backAt);

        await harness.RequestAsync("v2");
        await harness.SettleAsync();

        harness.Outside.VersionCommits.ShouldBe(["integration v2", "staging v2", "production v2"]);
    }

    [Fact]
    public async Task It_is_looked_at_again_at_least_every_half_minute_and_told_once()
    {
        await using var harness = await PipelineHarness.StartAsync();
        var looks = new List<DateTimeOffset>();
        var backAt = harness.Clock.GetUtcNow() + TimeSpan.FromMinutes(10);
        harness.Outside.BeforeCall = called =>
        {
            if (called == "argo find" && harness.Clock.GetUtcNow() < backAt)
            {
                looks.Add(harness.Clock.GetUtcNow());
                Refuse(true);
            }
        };
        var deployment = await harness.RequestAsync("v2", Trigger.Manual, promote: false);
        await harness.SettleAsync();

        var pauses = looks.Zip(looks.Skip(1), (first, second) => second - first).ToArray();
        pauses[0].ShouldBe(TimeSpan.FromSeconds(2));
        pauses.ShouldAllBe(pause => pause <= TimeSpan.FromSeconds(30));
        looks.Count.ShouldBeLessThan(30);
        (await harness.EventsAsync(deployment.Id)).Count(summary => summary.StartsWith("Waiting for", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task The_day_is_said_when_it_was_another_one()
    {
        await using var harness = await PipelineHarness.StartAsync();
        harness.Outside.BeforeCall = called => Refuse(called == "argo find");
        var deployment = await harness.RequestAsync("v2", Trigger.Manual, promote: false);
        await harness.PassAsync(PipelineHarness.Integration);

        harness.Clock.Advance(TimeSpan.FromHours(30));
        await harness.PassAsync(PipelineHarness.Integration);

        (await harness.FindAsync(deployment.Id)).CurrentStep!.Message.ShouldBe("Waiting for the cluster integration, unavailable since 12:00 on 22 Nov: connection refused");
    }

    [Fact]
    public async Task A_trigger_when_it_is_back_looks_at_once()
    {
        await using var harness = await PipelineHarness.StartAsync();
        var away = true;
        harness.Outside.BeforeCall = called => Refuse(away && Cluster.Contains(called));
        var deployment = await harness.RequestAsync("v2", Trigger.Manual, promote: false);
        await harness.PassAsync(PipelineHarness.Integration);

        away = false;
        await harness.PassAsync(PipelineHarness.Integration);

        (await harness.FindAsync(deployment.Id)).Status.ShouldBe(DeploymentStatus.Succeeded);
    }

    [Fact]
    public async Task What_was_asked_before_it_went_away_is_asked_again()
    {
        await using var harness = await PipelineHarness.StartAsync();
        var away = true;
        harness.Outside.BeforeCall = called => Refuse(away && called == "argo find");
        await harness.RequestAsync("v2", Trigger.Manual, promote: false);
        await harness.PassAsync(PipelineHarness.Integration);
        away = false;
        await harness.SettleAsync();

        harness.Outside.SyncRequests.Count.ShouldBe(2);
        harness.Outside.SyncRequests.ShouldAllBe(request => request.Version == ImageTag.Parse("v2") && request.ConfigCommit == "c1" && !request.Again);
    }

    [Fact]
    public async Task A_newer_version_a_cancellation_and_a_rollback_work_meanwhile()
    {
        await using var harness = await PipelineHarness.StartAsync();
        await harness.RequestAsync("v2", Trigger.Manual, promote: false);
        await harness.SettleAsync();
        var away = true;
        harness.Outside.BeforeCall = called => Refuse(away && Cluster.Contains(called));
        var stuck = await harness.RequestAsync("v3", Trigger.Manual, promote: false);
        await harness.PassAsync(PipelineHarness.Integration);

        var newer = await harness.RequestAsync("v4", Trigger.Manual, promote: false);
        await harness.PassAsync(PipelineHarness.Integration);
        var back = (await harness.Service<DeploymentCommands>().RollbackAsync(newer.Id, "me", null, TestContext.Current.CancellationToken)).ShouldBeOfType<DeployResult.Accepted>().Deployment;
        await harness.PassAsync(PipelineHarness.Integration);

        (await harness.FindAsync(stuck.Id)).Status.ShouldBe(DeploymentStatus.Superseded);
        (await harness.FindAsync(newer.Id)).Status.ShouldBe(DeploymentStatus.Superseded);
        back.Version.ShouldBe(ImageTag.Parse("v2"));
        (await harness.FindAsync(back.Id)).CurrentStep!.OutsideSince.ShouldNotBeNull();
        away = false;
        await harness.SettleAsync();
        (await harness.FindAsync(back.Id)).Status.ShouldBe(DeploymentStatus.Succeeded);
    }

    [Fact]
    public async Task Cancelled_while_away_it_stays_cancelled()
    {
        await using var harness = await PipelineHarness.StartAsync();
        harness.Outside.BeforeCall = called => Refuse(Cluster.Contains(called));
        var deployment = await harness.RequestAsync("v2", Trigger.Manual, promote: false);
        await harness.PassAsync(PipelineHarness.Integration);

        await harness.Service<DeploymentCommands>().CancelAsync(deployment.Id, "me", TestContext.Current.CancellationToken);
        await harness.SettleAsync();

        var cancelled = await harness.FindAsync(deployment.Id);
        cancelled.Status.ShouldBe(DeploymentStatus.Cancelled);
        cancelled.Step(StepName.Sync).OutsideSince.ShouldBeNull();
    }

    [Fact]
    public async Task A_refusal_is_an_answer_retried_within_the_steps_time_and_then_told()
    {
        await using var harness = await PipelineHarness.StartAsync();
        harness.Outside.BeforeCall = called =>
        {
            if (called == "argo find")
            {
                throw new OutsideException("Release may not read applications: grant it.", FailureKind.Permission);
            }
        };
        var start = harness.Clock.GetUtcNow();
        var deployment = await harness.RequestAsync("v2", Trigger.Manual, promote: false);
        await harness.PassAsync(PipelineHarness.Integration);
        (await harness.FindAsync(deployment.Id)).CurrentStep!.Message.ShouldBe("Release may not read applications: grant it. Trying again.");

        await harness.SettleAsync();

        var failed = await harness.FindAsync(deployment.Id);
        failed.Status.ShouldBe(DeploymentStatus.Failed);
        failed.FailureReason!.ShouldStartWith("Release may not read applications: grant it. Tried ");
        (harness.Clock.GetUtcNow() - start).ShouldBeInRange(TimeSpan.FromMinutes(29), TimeSpan.FromMinutes(30));
    }

    [Fact]
    public async Task Time_that_the_cluster_was_there_still_counts()
    {
        await using var harness = await PipelineHarness.StartAsync();
        harness.Outside.Kubernetes = state => state with { Pods = [.. state.Pods.Select(pod => pod with { Ready = false })] };
        var start = harness.Clock.GetUtcNow();
        // Ten minutes there, two hours away, then there again: twenty minutes are left.
        harness.Outside.BeforeCall = called =>
            Refuse(called == "kubernetes find" && harness.Clock.GetUtcNow() - start is var at && at >= TimeSpan.FromMinutes(10) && at < TimeSpan.FromMinutes(130));
        var deployment = await harness.RequestAsync("v2", Trigger.Manual, promote: false);

        await harness.SettleAsync();

        (await harness.FindAsync(deployment.Id)).FailureReason.ShouldBe("Gave up after 30 minutes: 0 of 1 pods are ready with v2");
        (harness.Clock.GetUtcNow() - start).ShouldBeInRange(TimeSpan.FromMinutes(150), TimeSpan.FromMinutes(151));
    }

    [Fact]
    public async Task A_restart_does_not_forget_since_when()
    {
        await using var harness = await PipelineHarness.StartAsync();
        var away = true;
        harness.Outside.BeforeCall = called => Refuse(away && Cluster.Contains(called));
        var deployment = await harness.RequestAsync("v2", Trigger.Manual, promote: false);
        await harness.PassAsync(PipelineHarness.Integration);
        harness.Clock.Advance(TimeSpan.FromHours(2));

        await harness.RestartAsync();
        await harness.PassAsync(PipelineHarness.Integration);

        (await harness.FindAsync(deployment.Id)).CurrentStep!.Message!.ShouldContain("unavailable since 12:00");
        away = false;
        await harness.SettleAsync();
        (await harness.FindAsync(deployment.Id)).Status.ShouldBe(DeploymentStatus.Succeeded);
    }

    private static void Refuse(bool isAway)
    {
        if (isAway)
        {
            throw new OutsideException("connection refused", FailureKind.Network);
        }
    }
}
