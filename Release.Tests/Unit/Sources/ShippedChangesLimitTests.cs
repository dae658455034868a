using Release.Core.Sources;
using Release.Tests.Support.Sources;

namespace Release.Tests.Unit.Sources;

public sealed class ShippedChangesLimitTests
{
    [Fact]
    public void A_long_list_keeps_some_of_what_it_brings_and_of_what_it_takes_away_and_says_so()
    {
        var kept = Of(1001, 1);

        kept.Commits.Count(commit => !commit.IsRemoved).ShouldBe(ShippedChanges.MostCommits);
        kept.Commits.Count(commit => commit.IsRemoved).ShouldBe(1);
        kept.Note.ShouldBe("Only 1000 commits of each kind are stored.");
    }

    [Fact]
    public void A_whole_list_says_nothing() => Of(600, 600).Note.ShouldBeNull();

    private static ShippedChanges Of(int brought, int removed)
    {
        var comparison = Commits.Between('1', '2', ChangeRelation.Diverged, Many(brought), Many(removed));
        return ShippedChanges.Of(Guid.CreateVersion7(), Commits.Repository, comparison, null, [], null, Commits.Noon);
    }

    private static SourceCommit[] Many(int count) => [.. Enumerable.Repeat(Commits.Commit('3'), count)];
}
