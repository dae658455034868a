using Release.Core.Access;
using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Tests.Support.Pages;
using Release.Web.Components.Pages.Deployment;

namespace Release.Tests.Unit.Pages;

public sealed class DeploymentPageTests
{
    [Theory]
    [InlineData(30, 15, 11, 21)]
    [InlineData(30, 0, 1, 11)]
    [InlineData(30, 29, 20, 30)]
    [InlineData(4, 2, 1, 4)]
    public void The_failing_line_is_shown_with_ten_around_it(int lines, int failing, int first, int last)
    {
        var log = Samples.Log(lines, failing);

        var excerpt = LogExcerpt.Of(log);

        excerpt[0].Number.ShouldBe(first);
        excerpt[^1].Number.ShouldBe(last);
        excerpt.Where(line => line.Failing).ShouldHaveSingleItem().Text.ShouldBe($"line {failing}");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(99)]
    [InlineData(-1)]
    public void Without_a_failing_line_the_end_of_the_log_is_shown(int? failing)
    {
        var excerpt = LogExcerpt.Of(Samples.Log(30, failing));

        excerpt.Count.ShouldBe(11);
        excerpt[^1].Text.ShouldBe("line 29");
        excerpt.ShouldAllBe(line => !line.Failing);
    }

    [Fact]
    public void An_ended_step_says_how_long_it_took_and_a_running_one_counts_whole_seconds()
    {
        var detail = Samples.Detail(DeploymentStatus.Running) with
        {
            Steps =
            [
                Samples.Step(StepName.UpdateImageTag, StepStatus.Succeeded) with { FinishedAt = Samples.Now.AddSeconds(0.4) },
                Samples.Step(StepName.Sync, StepStatus.Running) with { FinishedAt = null },
                Samples.Step(StepName.Rollout, StepStatus.Pending) with { StartedAt = null, FinishedAt = null, Message = "" },
            ],
        };

        var steps = DeploymentState.Steps(detail, [], Samples.Now.AddSeconds(7.9));

        steps.Select(step => step.Took).ShouldBe(["0.4 s", "7 s", null]);
        steps.Select(step => step.Open).ShouldBe([false, true, false]);
        steps[2].Message.ShouldBeNull();
    }

    [Theory]
    [InlineData(DeploymentStatus.Queued, "Cancel")]
    [InlineData(DeploymentStatus.Running, "Cancel|Roll back to v40")]
    [InlineData(DeploymentStatus.Failed, "Resume from rollout|Roll back to v40")]
    [InlineData(DeploymentStatus.Succeeded, "Roll back to v40")]
    [InlineData(DeploymentStatus.Superseded, "")]
    public void A_status_offers_what_fits_it(DeploymentStatus status, string labels)
    {
        var actions = Offered(status, Role.Deployer);

        string.Join('|', actions.Select(action => action.Label)).ShouldBe(labels);
        actions.ShouldAllBe(action => action.WhyNot == null);
    }

    [Theory]
    [InlineData(Role.Viewer, "staging")]
    [InlineData(Role.Developer, "staging")]
    [InlineData(Role.Viewer, "integration")]
    public void Who_may_not_deploy_there_reads_why(Role role, string environment)
    {
        var actions = Offered(DeploymentStatus.Failed, role, environment);

        actions.Count.ShouldBe(2);
        actions.ShouldAllBe(action => action.WhyNot!.Contains($"role to deploy to {environment}; yours is {role}."));
    }

    [Fact]
    public void A_developer_may_act_in_the_first_environment() =>
        Offered(DeploymentStatus.Failed, Role.Developer, "integration").ShouldAllBe(action => action.WhyNot == null);

    [Fact]
    public void An_overtaken_failure_cannot_be_resumed_and_says_by_what()
    {
        var cell = Samples.Cell("staging", deployed: "v42") with { DeploymentId = Guid.NewGuid(), DeploymentVersion = ImageTag.Parse("v42") };

        var actions = DeploymentActions.Of(Samples.Detail(DeploymentStatus.Failed), cell, EnvironmentMode.Orchestrate, AccessDecision.Yes);

        actions.ShouldHaveSingleItem().WhyNot.ShouldBe("A newer deployment of v42 exists. Deploy v41 again if you want it.");
    }

    [Fact]
    public void Nothing_can_be_done_where_release_only_observes() =>
        DeploymentActions.Of(Samples.Detail(DeploymentStatus.Recorded), Samples.Cell("staging"), EnvironmentMode.Observe, AccessDecision.Yes).ShouldBeEmpty();

    [Fact]
    public void A_rollback_needs_another_version_to_go_back_to()
    {
        var cell = Samples.Cell("staging", deployed: "v41") with { DeploymentId = Samples.DeploymentId, PreviousVersion = null };

        DeploymentActions.Of(Samples.Detail(DeploymentStatus.Succeeded), cell, EnvironmentMode.Orchestrate, AccessDecision.Yes).ShouldBeEmpty();
    }

    private static IReadOnlyList<OfferedAction> Offered(DeploymentStatus status, Role role, string environment = "staging")
    {
        var detail = Samples.Detail(status, environment);
        var landed = status is DeploymentStatus.Succeeded;
        var cell = Samples.Cell(environment, deployed: landed ? "v41" : "v40") with
        {
            DeploymentId = Samples.DeploymentId,
            PreviousVersion = ImageTag.Parse(landed ? "v40" : "v39"),
        };
        var access = new AccessPolicy(Samples.Order).Decide(Actor.Person("ann", role), AccessAction.Deploy, cell.Environment);
        return DeploymentActions.Of(detail, cell, EnvironmentMode.Orchestrate, access);
    }
}
