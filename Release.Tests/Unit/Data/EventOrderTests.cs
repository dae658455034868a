using Release.Core.Events;
using Release.Data.Events;
using Release.Tests.Support.Data;

namespace Release.Tests.Unit.Data;

public sealed class EventOrderTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    [Fact]
    public void What_has_no_hole_before_it_is_given_at_once()
    {
        var order = new EventOrder(4, Patience);

        Numbers(order.Release(Events(5, 6, 7), Samples.Noon)).ShouldBe([5, 6, 7]);
        order.Last.ShouldBe(7);
    }

    [Fact]
    public void A_late_commit_is_waited_for_and_comes_in_its_order()
    {
        var order = new EventOrder(0, Patience);

        Numbers(order.Release(Events(1, 3), Samples.Noon)).ShouldBe([1]);
        Numbers(order.Release(Events(2, 3), Samples.Noon.AddSeconds(1))).ShouldBe([2, 3]);
    }

    [Fact]
    public void A_hole_that_is_never_filled_is_waited_for_only_so_long()
    {
        var order = new EventOrder(0, Patience);

        Numbers(order.Release(Events(2, 3), Samples.Noon)).ShouldBeEmpty();
        Numbers(order.Release(Events(2, 3, 9), Samples.Noon.AddSeconds(2))).ShouldBeEmpty();
        Numbers(order.Release(Events(2, 3, 9), Samples.Noon.AddSeconds(3))).ShouldBe([2, 3], "the hole before 9 is younger");
        Numbers(order.Release(Events(9), Samples.Noon.AddSeconds(5))).ShouldBe([9]);
    }

    [Fact]
    public void A_hole_that_is_filled_in_part_is_not_waited_for_anew()
    {
        var order = new EventOrder(0, Patience);

        Numbers(order.Release(Events(4), Samples.Noon)).ShouldBeEmpty();
        Numbers(order.Release(Events(2, 4), Samples.Noon.AddSeconds(2))).ShouldBeEmpty();
        Numbers(order.Release(Events(2, 4), Samples.Noon.AddSeconds(3))).ShouldBe([2, 4]);
    }

    [Fact]
    public void Old_holes_of_the_history_hold_nothing_up_and_young_ones_do()
    {
        var order = new EventOrder(0, Patience);
        ReleaseEvent[] history = [At(1, Samples.Noon.AddDays(-1)), At(5, Samples.Noon.AddDays(-1)), At(7, Samples.Noon.AddSeconds(-1))];

        Numbers(order.Release(history, Samples.Noon, seenWhenWritten: true)).ShouldBe([1, 5]);
    }

    private static IEnumerable<long> Numbers(IEnumerable<ReleaseEvent> events) => events.Select(entry => entry.Sequence);

    private static ReleaseEvent[] Events(params long[] numbers) => [.. numbers.Select(number => At(number, Samples.Noon))];

    private static ReleaseEvent At(long number, DateTimeOffset at) => Samples.Event($"{number}") with { Sequence = number, At = at };
}
