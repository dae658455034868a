using Release.Core.Applications;
using Release.Core.Commands;
using Release.Core.Deployments;
using Release.Core.Intake;
using Release.Core.Sources;

namespace Release.Tests.Integration.Pipeline;

/// <summary>The workflow that builds an image ends with a deploy request: which deployment it answers, and when it is a wish of its own.</summary>
public sealed class BuildCallbackTests
{
    private const string Sha = "1111111111111111111111111111111111111111";
    private static readonly Cell Cell = PipelineHarness.CellOf(PipelineHarness.Integration);

    [Theory]
    [InlineData(Sha, Sha)]
    [InlineData("feature-x", "feature-x")]
    [InlineData("release-" + Sha, "release-" + Sha)]
    [InlineData("1111111111", "1111111111")]
    public async Task The_answer_is_that_deployment_under_the_tag_that_the_workflow_chose(string image, string version)
    {
        await using var harness = await StartAsync();
        var waiting = await BuildAsync(harness);

        var result = await harness.SubmitAsync(CallBack(image));
        var due = await harness.PresentAsync(PipelineHarness.Integration);
        await harness.SettleAsync();

        result.ShouldBeOfType<IntakeResult.AlreadyUnderWay>().Deployment.Id.ShouldBe(waiting.Id);
        due.NextPassAt.ShouldBe(harness.Clock.GetUtcNow());
        due.PassWanted.ShouldBeTrue("a pass that is under way may have looked before");
        var ended = await harness.FindAsync(waiting.Id);
        (ended.Status, ended.Version.Value, ended.SourceCommit, ended.Build!.CalledBack).ShouldBe((DeploymentStatus.Succeeded, version, Sha, true));
        harness.Outside.VersionCommits.ShouldBe([$"integration {version}"]);
        (await harness.NewestAsync(PipelineHarness.Integration))!.Id.ShouldBe(waiting.Id);
    }

    [Fact]
    public async Task Another_image_is_another_wish()
    {
        await using var harness = await StartAsync();
        var waiting = await BuildAsync(harness);

        var other = (await harness.SubmitAsync(CallBack("v9"))).ShouldBeOfType<IntakeResult.Accepted>().Deployment;
        await harness.SettleAsync();

        (await harness.FindAsync(waiting.Id)).SupersededBy.ShouldBe(other.Id);
        (await harness.FindAsync(other.Id)).Status.ShouldBe(DeploymentStatus.Succeeded);
        harness.GitHub.Dispatched.Count.ShouldBe(1, "who calls has built it");
    }

    [Fact]
    public async Task A_release_of_the_same_image_takes_the_place_of_a_persons_deployment_because_it_goes_on()
    {
        await using var harness = await StartAsync();
        var waiting = await BuildAsync(harness, "v2");

        (await harness.SubmitAsync(CallBack("v2", promote: true))).ShouldBeOfType<IntakeResult.Accepted>();
        harness.GitHub.Images.Add("v2");
        await harness.SettleAsync();

        (await harness.FindAsync(waiting.Id)).Status.ShouldBe(DeploymentStatus.Superseded);
        harness.Outside.VersionCommits.ShouldBe(["integration v2", "staging v2", "production v2"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_release_that_waits_for_its_image_goes_on_whoever_built_it(bool promote)
    {
        await using var harness = await StartAsync();
        var release = await harness.RequestAsync("v2");
        await harness.PassAsync(PipelineHarness.Integration);

        (await harness.SubmitAsync(CallBack("v2", promote))).ShouldBeOfType<IntakeResult.AlreadyUnderWay>().Deployment.Id.ShouldBe(release.Id);
        harness.GitHub.Images.Add("v2");
        await harness.SettleAsync();

        harness.Outside.VersionCommits.ShouldBe(["integration v2", "staging v2", "production v2"]);
    }

    [Fact]
    public async Task A_release_is_told_twice_and_deployed_once()
    {
        await using var harness = await StartAsync();
        harness.GitHub.Images.Add("v2");
        var release = await harness.RequestAsync("v2");
        await harness.SettleAsync();
        harness.Clock.Advance(TimeSpan.FromMinutes(9));

        (await harness.SubmitAsync(CallBack("v2", promote: true))).ShouldBeOfType<IntakeResult.AlreadyUnderWay>().Deployment.Id.ShouldBe(release.Id);
        harness.Clock.Advance(TimeSpan.FromMinutes(2));
        (await harness.SubmitAsync(CallBack("v2", promote: true))).ShouldBeOfType<IntakeResult.Accepted>();
    }

    [Fact]
    public async Task After_another_version_the_same_release_is_a_new_wish()
    {
        await using var harness = await StartAsync();
        harness.GitHub.Images.UnionWith(["v2", "v3"]);
        await harness.RequestAsync("v2");
        await harness.SettleAsync();
        harness.Clock.Advance(TimeSpan.FromSeconds(1));
        await harness.RequestAsync("v3");
        await harness.SettleAsync();

        (await harness.SubmitAsync(CallBack("v2", promote: true))).ShouldBeOfType<IntakeResult.Accepted>();
    }

    [Fact]
    public async Task An_answer_after_the_image_was_seen_makes_nothing_new()
    {
        await using var harness = await StartAsync();
        var deployment = await BuildAsync(harness);
        harness.GitHub.Images.Add(Sha);
        await harness.SettleAsync();

        (await harness.SubmitAsync(CallBack("feature-x"))).ShouldBeOfType<IntakeResult.AlreadyUnderWay>().Deployment.Id.ShouldBe(deployment.Id);
        (await harness.FindAsync(deployment.Id)).Version.Value.ShouldBe(Sha, "it was committed under this tag");
        (await harness.SubmitAsync(CallBack(Sha))).ShouldBeOfType<IntakeResult.Accepted>("it has been answered already");
    }

    [Fact]
    public async Task An_answer_to_a_cancelled_deployment_deploys_nothing()
    {
        await using var harness = await StartAsync();
        var deployment = await BuildAsync(harness);
        await harness.Service<DeploymentCommands>().CancelAsync(deployment.Id, "me", TestContext.Current.CancellationToken);

        (await harness.SubmitAsync(CallBack(Sha))).ShouldBeOfType<IntakeResult.AlreadyUnderWay>();
        await harness.SettleAsync();

        harness.Outside.VersionCommits.ShouldBeEmpty();
        (await harness.EventsAsync(deployment.Id))[^1].ShouldContain("its deployment was cancelled before");
    }

    [Fact]
    public async Task An_answer_to_a_superseded_deployment_leaves_the_newer_one_alone()
    {
        await using var harness = await StartAsync();
        harness.GitHub.Images.Add("v9");
        await BuildAsync(harness);
        var newer = await harness.RequestAsync("v9", Trigger.Manual, promote: false);

        (await harness.SubmitAsync(CallBack(Sha))).ShouldBeOfType<IntakeResult.AlreadyUnderWay>();
        await harness.SettleAsync();

        harness.Outside.VersionCommits.ShouldBe(["integration v9"]);
        (await harness.FindAsync(newer.Id)).Status.ShouldBe(DeploymentStatus.Succeeded);
    }

    [Fact]
    public async Task A_promotion_and_a_rollback_know_their_commit()
    {
        await using var harness = await StartAsync();
        harness.GitHub.Images.UnionWith(["v2", "v3"]);
        await harness.SubmitAsync(new DeployRequest(Cell, ImageTag.Parse("v2"), Trigger.Continuous, true, "robot") { SourceCommit = CommitSha.Parse(Sha) });
        await harness.SettleAsync();
        (await harness.NewestAsync(PipelineHarness.Production))!.SourceCommit.ShouldBe(Sha);
        var newer = await harness.RequestAsync("v3", Trigger.Manual, promote: false);
        await harness.SettleAsync();

        var done = await harness.Service<DeploymentCommands>().RollbackAsync(newer.Id, "me", null, TestContext.Current.CancellationToken);

        var back = done.ShouldBeOfType<DeployResult.Accepted>().Deployment;
        (back.Version.Value, back.SourceCommit, back.ReplacedVersion!.Value).ShouldBe(("v2", Sha, "v3"));
    }

    private static DeployRequest CallBack(string image, bool promote = false) =>
        new(Cell, ImageTag.Parse(image), promote ? Trigger.Continuous : Trigger.Manual, promote, "workflow") { IsBuilt = true };

    /// <summary>A person's deployment of a branch, whose image is being built.</summary>
    private static async Task<Deployment> BuildAsync(PipelineHarness harness, string version = Sha)
    {
        var request = new DeployRequest(Cell, ImageTag.Parse(version), Trigger.Manual, false, "me") { Reference = "feature/x", SourceCommit = CommitSha.Parse(Sha) };
        var deployment = (await harness.SubmitAsync(request)).ShouldBeOfType<IntakeResult.Accepted>().Deployment;
        await harness.PassAsync(PipelineHarness.Integration);
        return deployment;
    }

    private static async Task<PipelineHarness> StartAsync()
    {
        var harness = await PipelineHarness.StartAsync();
        harness.GitHub.LooksUp = true;
        return harness;
    }
}
