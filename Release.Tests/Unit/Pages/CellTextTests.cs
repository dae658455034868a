using Release.Core.Board;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Tests.Support.Board;
using Release.Web.Components.Pages.Board;
using Release.Web.Components.Shared;

namespace Release.Tests.Unit.Pages;

public sealed class CellTextTests
{
    [Fact]
    public void A_quiet_cell_says_nothing() =>
        CellText.Of(Boards.Cell("staging", "v4").Running("v4", "v4")).ShouldSatisfyAllConditions(
            cell => cell.Tone.ShouldBe(CellTone.Quiet),
            cell => cell.Line.ShouldBeNull());

    [Fact]
    public void A_rollout_counts_its_pods() =>
        CellText.Of(Boards.Cell("staging", "v4").Deploying(DeploymentStatus.Running, "v5", StepName.Rollout, 3, 5)).ShouldSatisfyAllConditions(
            cell => cell.Tone.ShouldBe(CellTone.Moving),
            cell => cell.Line.ShouldBe("v5 3 of 5 pods"),
            cell => (cell.Done, cell.Total).ShouldBe((3, 5)));

    [Theory]
    [InlineData(StepName.Sync, "v5 waits for cluster")]
    [InlineData(StepName.Rollout, "v5 waits for cluster")]
    [InlineData(StepName.Build, "v5 is being built")]
    [InlineData(StepName.UpdateImageTag, "v5 is being committed")]
    public void A_deployment_to_a_cluster_that_is_away_waits_for_it(StepName step, string line) =>
        CellText.Of(Boards.Cell("staging", "v4").Deploying(DeploymentStatus.Running, "v5", step) with { StaleSince = Boards.Now }).Line.ShouldBe(line);

    [Theory]
    [InlineData(EnvironmentEngine.ArgoCd, "v5 waits for Argo CD")]
    [InlineData(EnvironmentEngine.Kubernetes, "v5 is being applied")]
    public void A_sync_names_the_engine_of_the_environment(EnvironmentEngine engine, string line) =>
        CellText.Of(Boards.Cell("staging", "v4").Deploying(DeploymentStatus.Running, "v5", StepName.Sync) with { Engine = engine }).Line.ShouldBe(line);

    [Fact]
    public void A_failure_names_its_step() =>
        CellText.Of(Boards.Cell("staging", "v4").Deploying(DeploymentStatus.Failed, "v5", StepName.SmokeTest)).Line.ShouldBe("v5 failed at smoke test");

    [Fact]
    public void Truths_that_differ_are_named_with_their_age() =>
        CellText.Of(Boards.Cell("staging", "v4").Running("v4", "v3", "v4").Drifted(DriftKind.NotRunning, "Argo CD synced v4, pods still run v3 and v4")).ShouldSatisfyAllConditions(
            cell => cell.Tone.ShouldBe(CellTone.Attention),
            cell => cell.Line.ShouldBe("Argo CD synced v4, pods still run v3 and v4 since"),
            cell => cell.LineSince.ShouldBe(Boards.Now.AddMinutes(-12)));

    [Fact]
    public void A_foreign_change_tells_its_own_time() =>
        CellText.Of(Boards.Cell("staging", "v4").Running("v4", "v3").Drifted(DriftKind.ManualChange, "image changed by kubectl-set at 09:41 outside Release")).ShouldSatisfyAllConditions(
            cell => cell.Line.ShouldBe("image changed by kubectl-set at 09:41 outside Release"),
            cell => cell.LineSince.ShouldBeNull());

    [Fact]
    public void Long_versions_are_cut_in_the_words_too()
    {
        const string Long = "9f83e630e631c65c5b405cc32d23020a673339f4";

        CellText.Of(Boards.Cell("staging", "v4").Running("v4", Long).Drifted(DriftKind.NotRunning, $"Argo CD synced v4, pods still run {Long}"))
            .Line.ShouldBe("Argo CD synced v4, pods still run 9f83e63…3339f4 since");
    }

    [Fact]
    public void What_has_not_lasted_is_not_told() =>
        CellText.Of(Boards.Cell("staging", "v4").Running("v4", "v3")).Tone.ShouldBe(CellTone.Quiet);

    [Fact]
    public void A_cell_whose_cluster_is_away_says_since_when() =>
        CellText.Of(Boards.Cell("staging", "v4") with { StaleSince = Boards.Now }).StaleSince.ShouldBe(Boards.Now);

    [Theory]
    [InlineData("v7", "v5", "2")]
    [InlineData("v5", "v7", "2")]
    [InlineData("v5", "main", "≠")]
    [InlineData("v5", "v5", null)]
    [InlineData("v5", null, null)]
    public void The_connector_counts_versions(string from, string? to, string? text) =>
        GapView.Between("Integration", Boards.Cell("integration", from).Version, "Staging", Boards.Cell("staging", to).Version)?.Text.ShouldBe(text);
}
