using Release.Integrations.Kubernetes.Watch;

namespace Release.Tests.Unit.Kubernetes;

public sealed class BackOffTests
{
    [Fact]
    public void It_doubles_up_to_the_longest_and_begins_anew_after_success()
    {
        var backOff = new BackOff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), () => 1);

        Enumerable.Range(0, 4).Select(_ => backOff.Next().TotalSeconds).ShouldBe([1d, 2, 4, 5]);
        backOff.Reset();
        backOff.Next().TotalSeconds.ShouldBe(1);
    }

    [Fact]
    public void Jitter_takes_at_most_half()
    {
        new BackOff(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), () => 0).Next().TotalSeconds.ShouldBe(1);
    }
}
