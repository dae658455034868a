using Release.Core.Failures;

namespace Release.Tests.Unit.Failures;

public sealed class BackOffTests
{
    [Fact]
    public void The_wait_doubles_with_each_failure_up_to_the_longest()
    {
        var backOff = new BackOff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));

        Enumerable.Range(1, 4).Select(failures => backOff.After(failures).TotalSeconds).ShouldBe([1d, 2, 4, 5]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Before_a_second_failure_it_is_the_first_wait(int failures) =>
        new BackOff(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5)).After(failures).TotalSeconds.ShouldBe(2);

    [Fact]
    public void Any_number_of_failures_gives_the_longest_wait() =>
        new BackOff(TimeSpan.FromDays(1), TimeSpan.FromDays(7)).After(int.MaxValue).TotalDays.ShouldBe(7);

    [Fact]
    public void Jitter_takes_at_most_half()
    {
        var waits = Enumerable.Range(0, 100).Select(_ => new BackOff(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5)).WithJitterAfter(1).TotalSeconds).ToArray();

        waits.ShouldAllBe(seconds => seconds >= 1 && seconds <= 2);
        waits.Distinct().Count().ShouldBeGreaterThan(1);
    }
}
