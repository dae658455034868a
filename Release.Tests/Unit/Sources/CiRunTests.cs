using Release.Core.Sources;
using Release.Tests.Support.Sources;

namespace Release.Tests.Unit.Sources;

public sealed class CiRunTests
{
    [Theory]
    [InlineData(BuildState.Failed, BuildState.Running, false, "an end is later than what it is the end of")]
    [InlineData(BuildState.Running, BuildState.Failed, true, "GitHub's times have whole seconds")]
    [InlineData(BuildState.Running, BuildState.Running, false, "it says nothing new")]
    public void Of_two_events_within_a_second_the_end_counts(BuildState first, BuildState second, bool changes, string why)
    {
        var run = new CiRun(1, Commits.Repository, Commits.Sha('1'), "CI", ".github/workflows/ci.yml", "push", "");
        run.Update(first, 1, Commits.Noon).ShouldBeTrue();

        run.Update(second, 1, Commits.Noon).ShouldBe(changes, why);
        run.State.ShouldBe(changes ? second : first);
    }

    [Fact]
    public void Another_attempt_goes_on_after_an_end()
    {
        var run = new CiRun(1, Commits.Repository, Commits.Sha('1'), "CI", ".github/workflows/ci.yml", "push", "");
        run.Update(BuildState.Failed, 1, Commits.Noon);

        run.Update(BuildState.Running, 2, Commits.Noon).ShouldBeTrue();
        run.Update(BuildState.Failed, 1, Commits.Noon.AddMinutes(1)).ShouldBeFalse();
    }
}
