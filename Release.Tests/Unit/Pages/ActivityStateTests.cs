using Release.Core.Events;
using Release.Tests.Support.Board;
using Release.Web.Components.Pages.Activity;

namespace Release.Tests.Unit.Pages;

public sealed class ActivityStateTests
{
    [Fact]
    public void What_is_new_waits_while_one_reads()
    {
        var state = new ActivityState(2);
        state.Load([Event(5), Event(4)]);

        state.Take([Event(7), Event(6), Event(5)], reading: true).ShouldBeTrue();
        Shown(state).ShouldBe([5, 4]);
        state.Waiting.ShouldBe(2);

        state.ShowWaiting().ShouldBeTrue();
        Shown(state).ShouldBe([7, 6, 5, 4]);
    }

    [Fact]
    public void An_event_committed_late_finds_its_place()
    {
        var state = new ActivityState(3);
        state.Load([Event(9), Event(7), Event(6)]);

        state.Take([Event(9), Event(8), Event(7)], reading: false);

        Shown(state).ShouldBe([9, 8, 7, 6]);
    }

    [Fact]
    public void Nothing_of_the_older_page_creeps_in()
    {
        var state = new ActivityState(2);
        state.Load([Event(9), Event(8)]);

        state.Take([Event(9), Event(8), Event(3)], reading: false).ShouldBeFalse();

        Shown(state).ShouldBe([9, 8]);
        (state.HasOlder, state.Oldest).ShouldBe((true, 8));
    }

    private static IEnumerable<long> Shown(ActivityState state) => state.Shown.Select(happened => happened.Sequence);

    private static ReleaseEvent Event(long sequence) =>
        new(EventType.DeploymentStarted, "pipeline", $"number {sequence}") { Sequence = sequence, At = Boards.Now };
}
