using Release.Core.Deployments;
using Release.Web.Components.Pages.Board;

namespace Release.Tests.Components;

public sealed class CellWordsTests
{
    [Fact]
    public void A_quiet_cell_says_nothing() =>
        CellWords.Of(Boards.Cell("staging", "v4").Running("v4", "v4")).ShouldSatisfyAllConditions(
            cell => cell.Tone.ShouldBe(CellTone.Quiet),
            cell => cell.Line.ShouldBeNull());

    [Fact]
    public void A_rollout_counts_its_pods() =>
        CellWords.Of(Boards.Cell("staging", "v4").Deploying(DeploymentStatus.Running, "v5", StepName.Rollout, 3, 5)).ShouldSatisfyAllConditions(
            cell => cell.Tone.ShouldBe(CellTone.Moving),
            cell => cell.Line.ShouldBe("v5 3 of 5 pods"),
            cell => (cell.Done, cell.Total).ShouldBe((3, 5)));

    [Fact]
    public void A_failure_names_its_step() =>
        CellWords.Of(Boards.Cell("staging", "v4").Deploying(DeploymentStatus.Failed, "v5", StepName.SmokeTest)).Line.ShouldBe("v5 failed at smoke test");

    [Fact]
    public void Three_truths_that_differ_are_named() =>
        CellWords.Of(Boards.Cell("staging", "v4").Running("v4", "v3", "v4")).ShouldSatisfyAllConditions(
            cell => cell.Tone.ShouldBe(CellTone.Attention),
            cell => cell.Line.ShouldBe("wanted v4, running v3 and v4 since"),
            cell => cell.LineSince.ShouldBe(Boards.Now.AddMinutes(-12)));

    [Theory]
    [InlineData("v7", "v5", "2")]
    [InlineData("v5", "v7", "2")]
    [InlineData("v5", "main", "≠")]
    [InlineData("v5", "v5", null)]
    [InlineData("v5", null, null)]
    public void The_connector_counts_versions(string from, string? to, string? text) =>
        GapView.Between("Integration", Boards.Cell("integration", from).Version, "Staging", Boards.Cell("staging", to).Version)?.Text.ShouldBe(text);
}
