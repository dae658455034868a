using NSubstitute;
using Release.Core.Board;
using Release.Core.Clusters;
using Release.Core.Environments;
using Release.Tests.Support.Board;

namespace Release.Tests.Unit.Board;

public sealed class BoardProjectionTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly IClusterState _live = Substitute.For<IClusterState>();
    private readonly BoardProjection _board;

    public BoardProjectionTests() => _board = new BoardProjection(_live, _time);

    public void Dispose() => _board.Dispose();

    [Fact]
    public void Rows_are_in_order_of_their_names()
    {
        _board.Load([Boards.Quiet("router"), Boards.Quiet("account-api")], ["a notice"], 7);

        _board.Current.Rows.Select(row => row.Name.Value).ShouldBe(["account-api", "router"]);
        _board.Current.Notices.ShouldBe(["a notice"]);
        _board.Current.Sequence.ShouldBe(7);
    }

    [Fact]
    public async Task A_reader_gets_the_newest_of_many_changes_at_a_pace()
    {
        using var reader = _board.Subscribe();
        reader.Initial.Rows.ShouldBeEmpty();
        for (var sequence = 1; sequence <= 50; sequence++)
        {
            _board.Replace(Boards.Quiet("router"), sequence);
        }

        _time.Advance(BoardProjection.Pace);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        await using var changes = reader.ChangesAsync(limit.Token).GetAsyncEnumerator(limit.Token);
        (await changes.MoveNextAsync()).ShouldBeTrue();

        changes.Current.Sequence.ShouldBe(50);
    }

    [Fact]
    public void A_cluster_that_is_lost_makes_its_cells_stale_until_it_is_back()
    {
        var staging = EnvironmentName.Parse("staging");
        var seen = _time.GetUtcNow().AddMinutes(-2);
        _live.Connection(Arg.Any<EnvironmentName>()).Returns(new ClusterConnection(true, seen, null));
        _board.Load([Boards.Quiet("router")], [], 1);

        _live.Connection(staging).Returns(new ClusterConnection(false, seen, "Connection refused."));
        _live.ConnectionChanged += Raise.Event<Action<EnvironmentName>>(staging);

        _board.Current.Rows.Single().Cells.Select(cell => cell.StaleSince).ShouldBe([null, seen, null]);
        _board.Current.Connections[staging].Connected.ShouldBeFalse();

        _live.Connection(staging).Returns(new ClusterConnection(true, seen, null));
        _live.ConnectionChanged += Raise.Event<Action<EnvironmentName>>(staging);
        _board.Current.Rows.Single().Cells.ShouldAllBe(cell => cell.StaleSince == null);
    }

    [Fact]
    public void Being_behind_is_said_until_it_is_over()
    {
        _board.MarkStale("The database is away.");
        _board.Current.Stale.ShouldBe("The database is away.");

        _board.MarkStale(null);
        _board.Current.Stale.ShouldBeNull();
    }
}
