using Release.Core.Applications;
using Release.Core.Commands;
using Release.Core.Deployments;
using Release.Core.Failures;
using Release.Core.Intake;
using Release.Core.Sources;

namespace Release.Tests.Integration.Pipeline;

/// <summary>An image that exists is deployed with GitHub away; one that does not is built, once.</summary>
public sealed class BuildStepTests
{
    private const string Sha = "1111111111111111111111111111111111111111";

    [Fact]
    public async Task An_image_that_is_there_needs_no_GitHub()
    {
        await using var harness = await StartAsync("v2");
        harness.GitHub.IsAway = true;

        var deployment = await harness.RequestAsync("v2", Trigger.Manual, promote: false);
        await harness.SettleAsync();

        var ended = await harness.FindAsync(deployment.Id);
        ended.Status.ShouldBe(DeploymentStatus.Succeeded);
        ended.Step(StepName.Build).Message.ShouldBe("The image exists");
        ended.ReplacedVersion.ShouldBe(ImageTag.Parse("v1"));
        harness.GitHub.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_registry_it_goes_on_and_says_so()
    {
        await using var harness = await PipelineHarness.StartAsync();

        var deployment = await harness.RequestAsync("v2", Trigger.Manual, promote: false);
        await harness.SettleAsync();

        (await harness.FindAsync(deployment.Id)).Step(StepName.Build).Message!.ShouldStartWith("No registry is configured");
    }

    [Fact]
    public async Task It_waits_for_a_registry_that_is_away_and_its_time_does_not_count()
    {
        await using var harness = await StartAsync("v2");
        harness.GitHub.IsRegistryAway = true;
        var deployment = await harness.RequestAsync("v2", Trigger.Manual, promote: false);
        await harness.PassAsync(PipelineHarness.Integration);

        (await harness.FindAsync(deployment.Id)).CurrentStep!.Message.ShouldBe("Waiting for the registry, unavailable since 12:00: The registry does not answer.");
        harness.Clock.Advance(TimeSpan.FromHours(3));
        harness.GitHub.IsRegistryAway = false;
        await harness.SettleAsync();

        (await harness.FindAsync(deployment.Id)).Status.ShouldBe(DeploymentStatus.Succeeded);
    }

    [Fact]
    public async Task A_missing_image_is_built_and_the_deployment_goes_on_when_it_appears()
    {
        await using var harness = await StartAsync();
        var deployment = await harness.RequestAsync(Sha, Trigger.Manual, promote: false);
        await harness.PassAsync(PipelineHarness.Integration);

        var waiting = await harness.FindAsync(deployment.Id);
        waiting.CurrentStep!.Message.ShouldBe($"Building {Sha}: GitHub has not started the run yet");
        (waiting.Build!.RunId, waiting.Build.Url).ShouldBe((1, "https://github.com/example/publisher/actions/runs/1"));
        harness.GitHub.Dispatched.ShouldBe([$"integration {Sha}"]);

        harness.GitHub.SetRun(0, BuildState.Running);
        harness.Clock.Advance(TimeSpan.FromSeconds(15));
        await harness.PassAsync(PipelineHarness.Integration);
        (await harness.FindAsync(deployment.Id)).Build!.State.ShouldBe(BuildState.Running);

        harness.GitHub.Images.Add(Sha);
        await harness.SettleAsync();

        var ended = await harness.FindAsync(deployment.Id);
        (ended.Status, ended.Build!.State).ShouldBe((DeploymentStatus.Succeeded, BuildState.Succeeded));
        ended.Step(StepName.Build).Message.ShouldBe("Built by run 1");
        harness.GitHub.Dispatched.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_failed_run_fails_it_with_its_link_and_resuming_builds_anew()
    {
        await using var harness = await StartAsync();
        var deployment = await harness.RequestAsync(Sha, Trigger.Manual, promote: false);
        await harness.PassAsync(PipelineHarness.Integration);
        harness.GitHub.SetRun(0, BuildState.Failed);
        await harness.SettleAsync();

        var failed = await harness.FindAsync(deployment.Id);
        failed.Step(StepName.Build).Failure.ShouldBe(FailureKind.Application);
        failed.FailureReason!.ShouldContain("https://github.com/example/publisher/actions/runs/1");

        await harness.Service<DeploymentCommands>().ResumeAsync(deployment.Id, "me", TestContext.Current.CancellationToken);
        await harness.PassAsync(PipelineHarness.Integration);
        (await harness.FindAsync(deployment.Id)).Build!.RunId.ShouldBe(2);
        harness.GitHub.Images.Add(Sha);
        await harness.SettleAsync();

        (await harness.FindAsync(deployment.Id)).Status.ShouldBe(DeploymentStatus.Succeeded);
        harness.GitHub.Dispatched.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_build_that_never_ends_is_given_up_after_an_hour()
    {
        await using var harness = await StartAsync();
        var deployment = await harness.RequestAsync(Sha, Trigger.Manual, promote: false);
        var start = harness.Clock.GetUtcNow();
        await harness.SettleAsync();

        var failed = await harness.FindAsync(deployment.Id);
        (failed.Status, failed.Step(StepName.Build).Failure).ShouldBe((DeploymentStatus.Failed, FailureKind.Timeout));
        (harness.Clock.GetUtcNow() - start).ShouldBeInRange(TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(61));
    }

    [Fact]
    public async Task A_run_that_ends_well_without_an_image_is_no_riddle()
    {
        await using var harness = await StartAsync();
        var deployment = await harness.RequestAsync(Sha, Trigger.Manual, promote: false);
        await harness.PassAsync(PipelineHarness.Integration);
        harness.GitHub.SetRun(0, BuildState.Succeeded);
        await harness.SettleAsync();

        (await harness.FindAsync(deployment.Id)).FailureReason!.ShouldContain("it did not call back");
    }

    [Fact]
    public async Task A_refusal_to_build_is_told_and_not_repeated()
    {
        await using var harness = await StartAsync();
        harness.GitHub.Refusal = new OutsideException("example/publisher has no workflow deploy.yml.", FailureKind.NotFound);
        var deployment = await harness.RequestAsync(Sha, Trigger.Manual, promote: false);
        await harness.SettleAsync();

        var failed = await harness.FindAsync(deployment.Id);
        failed.FailureReason.ShouldBe($"There is no image of {Sha}, and GitHub refused to build it: example/publisher has no workflow deploy.yml.");
        harness.GitHub.Calls.ShouldBe(["dispatch"]);
    }

    [Fact]
    public async Task A_server_that_does_not_name_the_run_is_asked_once()
    {
        await using var harness = await StartAsync();
        (harness.GitHub.NamesRuns, harness.GitHub.ListsRuns) = (false, false);
        var deployment = await harness.RequestAsync(Sha, Trigger.Manual, promote: false);
        await harness.PassAsync(PipelineHarness.Integration);
        (await harness.FindAsync(deployment.Id)).Build!.Url.ShouldBe("https://github.com/example/publisher/actions/workflows/deploy.yml");

        for (var minute = 0; minute < 5; minute++)
        {
            harness.Clock.Advance(TimeSpan.FromMinutes(1));
            await harness.PassAsync(PipelineHarness.Integration);
        }

        harness.GitHub.ListsRuns = true;
        harness.Clock.Advance(TimeSpan.FromMinutes(1));
        await harness.PassAsync(PipelineHarness.Integration);

        (await harness.FindAsync(deployment.Id)).Build!.RunId.ShouldBe(1);
        harness.GitHub.Dispatched.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Killed_before_it_asked_it_does_not_take_the_run_of_another_deployment()
    {
        await using var harness = await StartAsync();
        var killed = await harness.RequestAsync(Sha, Trigger.Manual, promote: false);
        using var kill = new CancellationTokenSource();
        harness.GitHub.BeforeCall = where =>
        {
            if (where == "github dispatch")
            {
                kill.Cancel();
                throw new OperationCanceledException(kill.Token);
            }
        };
        await Should.ThrowAsync<OperationCanceledException>(() => harness.SettleUntilKilledAsync(kill.Token));
        harness.GitHub.BeforeCall = _ => { };
        await harness.RestartAsync();

        harness.Clock.Advance(TimeSpan.FromSeconds(10));
        var other = await harness.RequestAsync(new string('2', 40), Trigger.Manual, promote: false, PipelineHarness.Staging);
        await harness.PassAsync(PipelineHarness.Staging);
        (await harness.FindAsync(other.Id)).Build!.RunId.ShouldBe(1);

        await harness.PassAsync(PipelineHarness.Integration);
        (await harness.FindAsync(killed.Id)).Build!.RunId.ShouldBeNull();
        harness.Clock.Advance(TimeSpan.FromMinutes(2));
        await harness.PassAsync(PipelineHarness.Integration);
        (await harness.FindAsync(killed.Id)).Build!.RunId.ShouldBe(2);
        harness.GitHub.Dispatched.ShouldBe([$"staging {new string('2', 40)}", $"integration {Sha}"]);
    }

    [Fact]
    public async Task With_GitHub_away_a_missing_image_waits_for_it()
    {
        await using var harness = await StartAsync();
        harness.GitHub.IsAway = true;
        var deployment = await harness.RequestAsync(Sha, Trigger.Manual, promote: false);
        await harness.PassAsync(PipelineHarness.Integration);

        (await harness.FindAsync(deployment.Id)).CurrentStep!.Message!.ShouldStartWith("Waiting for GitHub, unavailable since 12:00");
        harness.Clock.Advance(TimeSpan.FromHours(2));
        harness.GitHub.IsAway = false;
        await harness.PassAsync(PipelineHarness.Integration);
        harness.GitHub.Dispatched.Count.ShouldBe(1);
    }

    [Fact]
    public async Task While_GitHub_is_away_a_build_under_way_says_the_same_at_every_pass()
    {
        await using var harness = await StartAsync();
        var deployment = await harness.RequestAsync(Sha, Trigger.Manual, promote: false);
        await harness.PassAsync(PipelineHarness.Integration);
        harness.GitHub.IsAway = true;
        await AdvanceAsync(harness, 6);

        (await harness.EventsAsync(deployment.Id)).Count(summary => summary.Contains("GitHub is unavailable", StringComparison.Ordinal)).ShouldBe(1);
        (await harness.FindAsync(deployment.Id)).CurrentStep!.Message!.ShouldEndWith("; GitHub is unavailable, so its progress is not known");
    }

    [Fact]
    public async Task A_build_that_may_have_been_asked_for_before_a_kill_is_not_asked_for_again_until_GitHub_was_looked_at()
    {
        await using var harness = await StartAsync();
        await KilledAfterAskingAsync(harness);
        harness.Clock.Advance(TimeSpan.FromMinutes(2));
        harness.GitHub.IsAway = true;
        await harness.PassAsync(PipelineHarness.Integration);
        harness.Clock.Advance(TimeSpan.FromSeconds(2));
        await harness.PassAsync(PipelineHarness.Integration);
        harness.GitHub.IsAway = false;
        harness.Clock.Advance(TimeSpan.FromSeconds(2));
        await harness.PassAsync(PipelineHarness.Integration);

        harness.GitHub.Dispatched.Count.ShouldBe(1);
        (await harness.NewestAsync(PipelineHarness.Integration))!.Build!.RunId.ShouldBe(1);
    }

    [Fact]
    public async Task An_outage_while_a_run_is_looked_for_is_one_outage()
    {
        await using var harness = await StartAsync();
        (harness.GitHub.NamesRuns, harness.GitHub.ListsRuns) = (false, false);
        var deployment = await harness.RequestAsync(Sha, Trigger.Manual, promote: false);
        await harness.PassAsync(PipelineHarness.Integration);
        harness.Clock.Advance(TimeSpan.FromSeconds(20));
        harness.GitHub.IsAway = true;
        await AdvanceAsync(harness, 6);

        (await harness.FindAsync(deployment.Id)).CurrentStep!.OutsideSince.ShouldBe(harness.Clock.GetUtcNow() - TimeSpan.FromSeconds(50));
    }

    [Fact]
    public async Task A_call_back_during_a_pass_is_not_undone_by_what_the_pass_saw()
    {
        await using var harness = await StartAsync();
        var deployment = await harness.RequestAsync(Sha, Trigger.Manual, promote: false);
        await harness.PassAsync(PipelineHarness.Integration);
        harness.GitHub.SetRun(0, BuildState.Failed);
        harness.Clock.Advance(TimeSpan.FromSeconds(15));
        harness.GitHub.BeforeCall = call =>
        {
            if (call == "github find run")
            {
                harness.GitHub.BeforeCall = _ => { };
                harness.SubmitAsync(new DeployRequest(
                    PipelineHarness.CellOf(PipelineHarness.Integration), ImageTag.Parse(Sha), Trigger.Manual, Promote: false, "robot")
                { IsBuilt = true }).GetAwaiter().GetResult();
            }
        };

        await harness.SettleAsync();

        var ended = await harness.FindAsync(deployment.Id);
        (ended.Status, ended.Build!.CalledBack).ShouldBe((DeploymentStatus.Succeeded, true));
    }

    [Fact]
    public async Task A_release_does_not_fail_with_an_earlier_releases_run_of_the_same_commit()
    {
        await using var harness = await StartAsync();
        harness.GitHub.AddReference("v2", ReferenceKind.Tag, Sha);
        await harness.HearAsync(77, Sha, ".github/workflows/deploy.yml", "release", BuildState.Failed);
        harness.Clock.Advance(TimeSpan.FromSeconds(5));
        var deployment = await harness.RequestAsync("v2");
        await harness.PassAsync(PipelineHarness.Integration);

        (await harness.FindAsync(deployment.Id)).Status.ShouldBe(DeploymentStatus.Running);
        await harness.HearAsync(78, Sha, ".github/workflows/deploy.yml", "release", BuildState.Running);
        harness.Clock.Advance(TimeSpan.FromMinutes(2));
        await harness.PassAsync(PipelineHarness.Integration);
        (await harness.FindAsync(deployment.Id)).Build!.RunId.ShouldBe(78);
    }

    [Fact]
    public async Task A_release_whose_run_failed_before_it_was_told_fails_a_minute_later()
    {
        await using var harness = await StartAsync();
        harness.GitHub.AddReference("v2", ReferenceKind.Tag, Sha);
        await harness.HearAsync(77, Sha, ".github/workflows/deploy.yml", "release", BuildState.Failed);
        harness.Clock.Advance(TimeSpan.FromSeconds(5));
        var deployment = await harness.RequestAsync("v2");

        await harness.SettleAsync();

        (await harness.FindAsync(deployment.Id)).FailureReason!.ShouldContain("/actions/runs/77");
    }

    [Fact]
    public async Task A_release_waits_for_its_own_run_and_fails_with_it()
    {
        await using var harness = await StartAsync();
        harness.GitHub.AddReference("v2", ReferenceKind.Tag, Sha);
        var deployment = await harness.RequestAsync("v2");
        await harness.PassAsync(PipelineHarness.Integration);

        var waiting = await harness.FindAsync(deployment.Id);
        waiting.CurrentStep!.Message.ShouldBe("Waiting for its release to build ghcr.io/example/publisher:v2");
        waiting.SourceCommit.ShouldBe(Sha);

        await harness.HearAsync(77, Sha, ".github/workflows/ci.yml", "push", BuildState.Failed);
        await harness.HearAsync(78, Sha, ".github/workflows/deploy.yml", "release", BuildState.Running);
        await harness.PassAsync(PipelineHarness.Integration);
        (await harness.FindAsync(deployment.Id)).Build!.RunId.ShouldBe(78);

        await harness.HearAsync(78, Sha, ".github/workflows/deploy.yml", "release", BuildState.Failed);
        await harness.SettleAsync();

        (await harness.FindAsync(deployment.Id)).FailureReason.ShouldBe(
            "The workflow that builds v2 failed: https://github.com/example/publisher/actions/runs/78. Run it again there, then resume here.");
        harness.GitHub.Dispatched.ShouldBeEmpty();

        harness.Clock.Advance(TimeSpan.FromMinutes(5));
        await harness.Service<DeploymentCommands>().ResumeAsync(deployment.Id, "me", TestContext.Current.CancellationToken);
        await harness.PassAsync(PipelineHarness.Integration);
        (await harness.FindAsync(deployment.Id)).Status.ShouldBe(DeploymentStatus.Running);
    }

    [Fact]
    public async Task A_deployment_from_before_there_were_builds_runs_on()
    {
        await using var harness = await StartAsync("v2");
        var deployment = await harness.RequestAsync("v2");
        await harness.ForgetBuildStepAsync(deployment.Id);

        await harness.SettleAsync();

        (await harness.FindAsync(deployment.Id)).Status.ShouldBe(DeploymentStatus.Succeeded);
        (await harness.NewestAsync(PipelineHarness.Production))!.Status.ShouldBe(DeploymentStatus.Succeeded);
    }

    private static async Task AdvanceAsync(PipelineHarness harness, int passes)
    {
        for (var pass = 0; pass < passes; pass++)
        {
            await harness.PassAsync(PipelineHarness.Integration);
            if (pass < passes - 1)
            {
                harness.Clock.Advance(TimeSpan.FromSeconds(10));
            }
        }
    }

    /// <summary>The request is stored and carried out; its answer is lost with the process.</summary>
    private static async Task KilledAfterAskingAsync(PipelineHarness harness)
    {
        await harness.RequestAsync(Sha, Trigger.Manual, promote: false);
        using var kill = new CancellationTokenSource();
        harness.GitHub.BeforeCall = call =>
        {
            if (call == "dispatch, done")
            {
                kill.Cancel();
                throw new OperationCanceledException(kill.Token);
            }
        };
        await Should.ThrowAsync<OperationCanceledException>(() => harness.SettleUntilKilledAsync(kill.Token));
        harness.GitHub.BeforeCall = _ => { };
    }

    private static async Task<PipelineHarness> StartAsync(params string[] images)
    {
        var harness = await PipelineHarness.StartAsync();
        harness.GitHub.LooksUp = true;
        harness.GitHub.Images.UnionWith(images);
        return harness;
    }
}
