using Release.Core.Board;
using Release.Core.Clusters;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Tests.Support.Board;
using Release.Web.Components.Pages.Board;

namespace Release.Tests.Unit.Pages;

public sealed class BoardStateTests
{
    private static readonly BoardFilter All = BoardFilter.Parse(null, null, null);

    [Fact]
    public void Facets_are_counted_whatever_the_filter()
    {
        var board = Boards.Snapshot(
            Boards.Quiet("publisher"),
            Boards.Row("router", Boards.Cell("integration", "v3"), Boards.Cell("staging", "v2", automatic: false), Boards.Cell("production", "v2")));

        var view = new BoardState(Boards.Order, TimeZoneInfo.Utc).Draw(board, BoardFilter.Parse("PUB", null, null), Boards.Now);

        view.Rows.Select(row => row.Name.Value).ShouldBe(["publisher"]);
        (view.Matching, view.Total).ShouldBe((1, 2));
        view.Counts.Where(count => count.Count > 0).Select(count => count.Facet)
            .ShouldBe([BoardFacet.OutOfSync, BoardFacet.Manual, BoardFacet.Frozen]);
    }

    [Fact]
    public void Neighbours_that_differ_are_connected()
    {
        var board = Boards.Snapshot(Boards.Row("router", Boards.Cell("integration", "v5"), Boards.Cell("staging", "v3"), Boards.Cell("production", "v3")));

        var row = new BoardState(Boards.Order, TimeZoneInfo.Utc).Draw(board, All, Boards.Now).Rows.Single();

        row.Gaps.Select(gap => gap?.Words).ShouldBe([null, "Staging is 2 versions behind Integration", null]);
    }

    [Fact]
    public void Only_the_cell_that_changed_flashes()
    {
        var state = new BoardState(Boards.Order, TimeZoneInfo.Utc);
        state.Draw(Boards.Snapshot(Boards.Quiet("router")), All, Boards.Now);
        var changed = Boards.Row("router", Boards.Cell("integration", "v2"), Boards.Cell("staging", "v1"), Boards.Cell("production", "v1"));

        var row = state.Draw(Boards.Snapshot(changed), All, Boards.Now).Rows.Single();

        row.Flashes.ShouldBe([1, 0, 0]);
    }

    [Fact]
    public void A_cluster_that_is_away_is_named_at_its_column_and_in_its_cells()
    {
        var staging = EnvironmentName.Parse("staging");
        var seen = Boards.Now.AddMinutes(-139);
        var board = Boards.Snapshot(Boards.Row("router", Boards.Cell("integration", "v1"), Boards.Cell("staging", "v1") with { StaleSince = seen }, Boards.Cell("production", "v1")))
            with
        {
            Connections = new Dictionary<EnvironmentName, ClusterConnection> { [staging] = new(false, seen, "Connection refused.") },
        };

        var view = new BoardState(Boards.Order, TimeZoneInfo.Utc).Draw(board, All, Boards.Now);

        view.Columns.Select(column => column.Away).ShouldBe([null, "Couldn't get data from staging's cluster, last seen 9:41am", null]);
        view.Rows.Single().Ages.Select(ages => ages.Stale).ShouldBe([null, "stale since 9:41am", null]);
    }

    [Fact]
    public void Drift_counts_as_out_of_sync_while_nothing_moves()
    {
        var drifted = Boards.Cell("integration", "v1").Drifted(DriftKind.NotRunning, "wanted v1, running v2");
        var moving = drifted.Deploying(DeploymentStatus.Running, "v3", StepName.Sync);
        var board = Boards.Snapshot(Boards.Row("drifted", drifted), Boards.Row("moving", moving), Boards.Quiet("quiet"));

        var view = new BoardState(Boards.Order, TimeZoneInfo.Utc).Draw(board, BoardFilter.Parse(null, "out-of-sync", null), Boards.Now);

        view.Rows.Select(row => row.Name.Value).ShouldBe(["drifted"]);
    }

    [Fact]
    public void A_page_has_at_most_its_rows()
    {
        var rows = Enumerable.Range(100, 150).Select(number => Boards.Quiet($"app-{number}")).ToArray();

        var view = new BoardState(Boards.Order, TimeZoneInfo.Utc).Draw(Boards.Snapshot(rows), All, Boards.Now);

        (view.Rows.Count, view.Matching).ShouldBe((BoardFilter.FirstPage, 150));
    }
}
