using Release.Core.Sources;
using Release.Data.Queries;
using Release.Tests.Support.Pages;
using Release.Web.Components.Shared;

namespace Release.Tests.Unit.Pages;

public sealed class ShipsStateTests
{
    [Fact]
    public void Commits_are_grouped_by_pull_request_newest_first()
    {
        var changes = Changes(ChangeRelation.Ahead, Commit("a", 1, "ann"), Commit("b", null, "bob"), Commit("c", 1, "bob"), Commit("d", 2, "ann"));

        var groups = ShipsState.Groups(changes, removed: false);

        groups.Select(group => (group.PullRequest, group.Title)).ShouldBe([(2, "Pull 2"), (1, "Pull 1"), (null, "Commit b")]);
        groups[1].Commits.Select(commit => commit.Sha).ShouldBe(["c", "a"]);
        groups[1].Authors.ShouldBe(["bob", "ann"]);
        ShipsState.Groups(changes, removed: true).ShouldBeEmpty();
        ShipsState.Summary(changes).ShouldBe("4 commits in 2 pull requests, by 2 people.");
    }

    [Fact]
    public void Going_back_names_what_is_taken_away()
    {
        var changes = Changes(ChangeRelation.Behind, Commit("a", 1, "ann") with { IsRemoved = true }) with { CommitCount = 0 };

        ShipsState.Summary(changes).ShouldBe("1 commit removed, by one person.");
        ShipsState.Groups(changes, removed: true).ShouldHaveSingleItem().PullRequest.ShouldBe(1);
    }

    [Fact]
    public void The_same_commit_ships_nothing() =>
        ShipsState.Summary(Changes(ChangeRelation.Identical)).ShouldStartWith("It is the same commit");

    [Theory]
    [InlineData("jane-doe", "JD")]
    [InlineData("Ada King Lovelace", "AL")]
    [InlineData("dependabot[bot]", "D")]
    [InlineData("ann", "A")]
    [InlineData("-", "?")]
    [InlineData("", "?")]
    public void Initials_are_one_or_two_letters(string author, string initials) => ShipsState.Initials(author).ShouldBe(initials);

    private static DeploymentCommit Commit(string sha, int? pull, string author) =>
        new(sha, $"Commit {sha}", author, Samples.Now, pull, pull is null ? null : $"Pull {pull}", false);

    private static DeploymentChanges Changes(ChangeRelation relation, params DeploymentCommit[] commits) =>
        new("alphagov/publisher", null, null, null, relation, commits.Length, [], null, Samples.Now, commits);
}
