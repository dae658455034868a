using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Failures;

namespace Release.Tests.Unit.Deployments;

public sealed class DeploymentTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly Cell Cell = new(ApplicationName.Parse("publisher"), EnvironmentName.Parse("integration"));

    [Fact]
    public void It_goes_through_its_steps_in_order_and_ends_succeeded()
    {
        var deployment = Queued();
        var seen = new List<StepName>();

        while (deployment.IsActive)
        {
            seen.Add(deployment.BeginStep(Noon).Name);
            deployment.CompleteStep("done", Noon);
        }

        seen.ShouldBe(Deployment.StepOrder);
        deployment.Status.ShouldBe(DeploymentStatus.Succeeded);
    }

    [Fact]
    public void A_failed_step_fails_it_and_resume_goes_on_from_that_step()
    {
        var deployment = Queued();
        deployment.BeginStep(Noon);
        deployment.CompleteStep("the image is there", Noon);
        deployment.BeginStep(Noon);
        deployment.CompleteStep("committed", Noon);
        deployment.BeginStep(Noon);
        deployment.FailStep("the migration failed", FailureKind.Database, Noon);

        deployment.Status.ShouldBe(DeploymentStatus.Failed);
        deployment.FailureReason.ShouldBe("the migration failed");

        deployment.Resume();

        deployment.CurrentStep!.Name.ShouldBe(StepName.Sync);
        deployment.CurrentStep.Resumptions.ShouldBe(1);
        deployment.Step(StepName.UpdateImageTag).Status.ShouldBe(StepStatus.Succeeded);
    }

    [Fact]
    public void Illegal_changes_throw_and_say_what_state_it_is_in()
    {
        var queued = Queued();
        Illegal(() => queued.CompleteStep("x", Noon)).ShouldContain("Queued");
        Illegal(queued.Resume);

        var recorded = Deployment.Record(Cell, ImageTag.Parse("v1"), "argo", Noon);
        Illegal(() => recorded.Cancel("me", Noon)).ShouldContain("Recorded");
        Illegal(() => recorded.BeginStep(Noon));

        var cancelled = Queued();
        cancelled.Cancel("me", Noon);
        Illegal(() => cancelled.Cancel("me", Noon));
        Illegal(() => cancelled.Supersede(Queued(), Noon));
        Illegal(() => cancelled.BeginStep(Noon));
    }

    [Fact]
    public void A_superseded_one_says_by_what_and_skips_the_rest()
    {
        var older = Queued();
        older.BeginStep(Noon);
        var newer = Queued("v2");

        older.Supersede(newer, Noon);

        older.Status.ShouldBe(DeploymentStatus.Superseded);
        older.SupersededBy.ShouldBe(newer.Id);
        older.Steps.ShouldAllBe(step => step.Status == StepStatus.Skipped && step.Message == "Superseded by v2");
    }

    [Fact]
    public void A_long_log_keeps_its_end()
    {
        var log = new StepLog("pod", new string('a', StepLog.MaxLength) + "the end", 3, Noon);

        log.Text.Length.ShouldBe(StepLog.MaxLength);
        log.Text.ShouldEndWith("the end");
        log.FailingLine.ShouldBeNull();
    }

    private static Deployment Queued(string version = "v1") =>
        Deployment.Queue(Cell, ImageTag.Parse(version), Trigger.Continuous, true, "robot", null, null, Noon);

    private static string Illegal(Action action) => Should.Throw<IllegalTransitionException>(action).Message;
}
