using Release.Core.Access;
using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Clusters;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Sources;
using Release.Tests.Support.Pages;
using Release.Web.Components.Pages.Application;
using Release.Web.Components.Shared;

namespace Release.Tests.Unit.Pages;

public sealed class ApplicationPageTests
{
    private static readonly ClusterConnection Connected = new(true, Samples.Now, null);

    [Fact]
    public void Truths_that_agree_are_quiet()
    {
        var view = View(Samples.Cell("staging"));

        view.Tone.ShouldBe(CellAgreement.Quiet);
        view.Verdict.ShouldBe("Git, Argo CD and the pods agree.");
        view.States.ShouldAllBe(state => !state.Differs);
    }

    [Fact]
    public void A_truth_that_differs_is_named_in_words()
    {
        var view = View(Samples.Cell("staging", wanted: "v41", running: "v40") with
        {
            Drift = new Drift(DriftKind.NotRunning, Samples.Now.AddMinutes(-12), "Argo CD synced v41, pods still run v40"),
        });

        view.Tone.ShouldBe(CellAgreement.Attention);
        view.DriftSince.ShouldBe(Samples.Now.AddMinutes(-12));
        view.Verdict.ShouldBe("Git wants v41, Argo CD has synced v41, pods run v40.");
        view.States.Where(state => state.Differs).ShouldHaveSingleItem().Name.ShouldBe("Running");
    }

    [Fact]
    public void What_others_changed_and_what_Argo_complains_of_is_said()
    {
        var cell = Samples.Cell("staging") with { Drift = new Drift(DriftKind.ManualChange, Samples.Now, "image changed by kubectl-set at 09:41 outside Release") };
        var sync = new LiveSync("9f83e630e631", OperationPhase.Failed, "it did not work", "SyncError: no", "Deployment publisher", null);

        var view = View(cell with { Live = cell.Live! with { SyncStatus = SyncStatus.OutOfSync, Sync = sync } });

        view.Verdict.ShouldBe("Image changed by kubectl-set at 09:41 outside Release.");
        view.States[1].Words.ShouldBe("OutOfSync, Healthy, at 9f83e63; sync Failed: it did not work; differs: Deployment publisher; SyncError: no");
    }

    [Fact]
    public void A_cluster_that_is_away_says_since_when()
    {
        var away = new ClusterConnection(false, Samples.Now.AddMinutes(-19), "Connection refused.");

        var view = ApplicationState.Environment(Samples.Cell("staging"), "Staging", away, new FakeTimeProvider(Samples.Now));

        view.Away.ShouldBe("Couldn't get data from the cluster of Staging, last seen 11:41am today. Connection refused.");
    }

    [Fact]
    public void A_station_shows_what_is_coming_and_how_far_apart_it_is()
    {
        var moving = Samples.Cell("staging", deployed: "v38") with
        {
            DeploymentStatus = DeploymentStatus.Running,
            DeploymentVersion = ImageTag.Parse("v40"),
            Step = StepName.SmokeTest,
        };

        var stations = ApplicationState.Stations(Samples.Row(Samples.Cell("integration"), moving), Samples.Order);

        stations[1].Coming.ShouldBe("v40: smoke test");
        stations[1].Gap!.Words.ShouldBe("Staging is 2 versions behind Integration");
        stations[0].Gap.ShouldBeNull();
    }

    [Fact]
    public void Before_release_has_deployed_a_station_has_what_its_pods_run()
    {
        var stations = ApplicationState.Stations(Samples.Row(Samples.Cell("integration", wanted: "v41", deployed: null, running: "v40")), Samples.Order);

        stations[0].Version.ShouldBe("v40");
    }

    [Theory]
    [InlineData(DeploymentStatus.Succeeded, "42 s")]
    [InlineData(DeploymentStatus.Recorded, "–")]
    public void The_history_says_how_long_a_deployment_took(DeploymentStatus status, string took) =>
        HistoryState.Took(Samples.Summary(status)).ShouldBe(took);

    [Fact]
    public void The_sheet_offers_only_environments_that_one_may_deploy_to()
    {
        var choices = DeploySheetState.Choices(Samples.Viewer(Role.Developer), Samples.Order);

        choices.Where(choice => choice.Problem is null).Select(choice => choice.Name.Value).ShouldBe(["integration"]);
        choices[1].Problem!.ShouldContain("You need the Deployer role");
        DeploySheetState.Preferred(choices, "production")!.Value.ShouldBe("integration");
        DeploySheetState.Preferred(DeploySheetState.Choices(Samples.Viewer(Role.Viewer), Samples.Order), "staging").ShouldBeNull();
    }

    [Fact]
    public void The_sheet_warns_of_what_a_deployment_would_run_into()
    {
        var staging = Samples.Cell("staging") with
        {
            AutomaticDeploysEnabled = false,
            DeploymentStatus = DeploymentStatus.Running,
            DeploymentVersion = ImageTag.Parse("v41"),
        };
        var row = Samples.Row(Samples.Cell("integration"), staging) with { DeployFreeze = true };

        var risks = DeploySheetState.LocalRisks(row, staging.Environment, "v42", Samples.Order).Select(risk => risk.Sentence).ToList();

        risks.Count.ShouldBe(4);
        risks[0].ShouldContain("Frozen in Release");
        risks[1].ShouldContain("Automatic deployments are disabled in staging");
        risks[2].ShouldBe("v41 is on its way to staging now. Your deployment supersedes it.");
        risks[3].ShouldBe("v42 is not what integration has now (v40).");
    }

    [Fact]
    public void A_quiet_cell_and_the_next_version_have_no_risk()
    {
        var row = Samples.Row(Samples.Cell("integration", wanted: "v41", deployed: "v41"), Samples.Cell("staging"));

        DeploySheetState.LocalRisks(row, EnvironmentName.Parse("staging"), "v41", Samples.Order).ShouldBeEmpty();
        DeploySheetState.SuggestedVersion(row, EnvironmentName.Parse("staging"), Samples.Order).ShouldBe("v41");
    }

    [Fact]
    public void A_version_that_failed_before_is_not_suggested_and_is_warned_of()
    {
        var failed = Samples.Cell("integration", wanted: "v41", deployed: null) with
        {
            DeploymentStatus = DeploymentStatus.Failed,
            DeploymentVersion = ImageTag.Parse("v41"),
            Step = StepName.Rollout,
        };
        var row = Samples.Row(failed, Samples.Cell("staging"));
        var staging = EnvironmentName.Parse("staging");

        DeploySheetState.SuggestedVersion(row, staging, Samples.Order).ShouldBe("");
        DeploySheetState.LocalRisks(row, staging, "v41", Samples.Order).ShouldHaveSingleItem().Sentence.ShouldBe("v41 failed in integration at rollout.");
    }

    [Theory]
    [InlineData("v1367", null)]
    [InlineData("", "Enter a version.")]
    [InlineData("v1;rm -rf", "That is not a version. " + GitReferenceName.Rule)]
    [InlineData("my/branch", null)]
    public void A_version_is_judged_by_its_rule(string text, string? error) =>
        DeploySheetState.VersionError(text).ShouldBe(error);

    [Fact]
    public void The_button_says_exactly_what_it_will_do() =>
        DeploySheetState.ButtonText(" v1367 ", EnvironmentName.Parse("staging")).ShouldBe("Deploy v1367 to staging");

    [Fact]
    public void Each_version_is_suggested_once()
    {
        var suggestions = DeploySheetState.Suggestions(Samples.Row(), [Samples.Summary(DeploymentStatus.Failed)], EnvironmentName.Parse("staging"));

        suggestions.Select(suggestion => suggestion.Version).ShouldBe(["v40", "v41"]);
    }

    private static EnvironmentView View(BoardCell cell) =>
        ApplicationState.Environment(cell, "Staging", Connected, new FakeTimeProvider(Samples.Now));
}
