using Release.Core.Applications;
using Release.Core.Failures;
using Release.Core.Sources;
using Release.Tests.Support;
using Release.Tests.Support.Sources;

namespace Release.Tests.Unit.Sources;

public sealed class ChangeSetBuilderTests
{
    private readonly FakeGitHub _gitHub = new(new FakeTimeProvider());

    public ChangeSetBuilderTests()
    {
        _gitHub.AddReference("v1", ReferenceKind.Tag, Commits.Sha('1').Value);
        _gitHub.AddReference("v2", ReferenceKind.Tag, Commits.Sha('2').Value);
        _gitHub.AddReference("main", ReferenceKind.Branch, Commits.Sha('2').Value);
        _gitHub.AddReference(Commits.Sha('2').Value, ReferenceKind.Commit, Commits.Sha('2').Value);
        var comparison = Commits.Between('1', '2', ChangeRelation.Ahead, [Commits.Commit('2')], files: ["db/migrate/1.rb", "README.md"]);
        _gitHub.Comparisons[(Commits.Sha('1').Value, Commits.Sha('2').Value)] = comparison;
    }

    [Theory]
    [InlineData("v1", "v2")]
    [InlineData("v1", "2222222222222222222222222222222222222222")]
    [InlineData("release-1111111111111111111111111111111111111111", "release-2222222222222222222222222222222222222222")]
    public async Task Versions_are_compared_by_their_commits(string from, string to)
    {
        var changes = await BetweenAsync(from, to);

        changes.Relation.ShouldBe(ChangeRelation.Ahead);
        changes.Migrations.ShouldBe(["db/migrate/1.rb"]);
        changes.HeadCommittedAt.ShouldNotBeNull();
        changes.Note.ShouldBeNull();
        var kept = changes.For(Guid.CreateVersion7(), Commits.Noon);
        (kept.BaseCommit, kept.HeadCommit, kept.Migrations).ShouldBe((Commits.Sha('1').Value, Commits.Sha('2').Value, "db/migrate/1.rb"));
        kept.Commits.ShouldHaveSingleItem().Sha.ShouldBe(Commits.Sha('2').Value);
    }

    [Fact]
    public async Task The_same_again_is_identical_and_compares_nothing()
    {
        (await BetweenAsync("v2", "v2")).Relation.ShouldBe(ChangeRelation.Identical);

        _gitHub.Calls.ShouldBe(["resolve v2"]);
    }

    [Theory]
    [InlineData(null, "v2", "Nothing was deployed here before.")]
    [InlineData("v1", "v9", "example/publisher has no tag or commit 'v9'.")]
    [InlineData("v9", "v2", "It cannot be compared with what was there before. example/publisher has no tag or commit 'v9'.")]
    [InlineData("v1", "main", "'main' is a branch, so the commit that the image was built from is not known.")]
    [InlineData("1111111111111111111111111111111111111111", "3333333333333333333333333333333333333333", "example/publisher does not have both 1111111111 (1111111111111111111111111111111111111111) and 3333333333 (3333333333333333333333333333333333333333).")]
    public async Task What_cannot_be_compared_says_why(string? from, string to, string note)
    {
        var changes = await BetweenAsync(from, to);

        (changes.Comparison, changes.Note, changes.Relation).ShouldBe((null, note, ChangeRelation.Unknown));
        changes.For(Guid.CreateVersion7(), Commits.Noon).Note.ShouldBe(note);
    }

    [Fact]
    public async Task A_list_that_is_not_whole_says_so()
    {
        var key = (Commits.Sha('1').Value, Commits.Sha('2').Value);
        _gitHub.Comparisons[key] = _gitHub.Comparisons[key] with { CommitCount = 1200, FilesAreComplete = false };

        (await BetweenAsync("v1", "v2")).Note.ShouldBe("1199 more commits are not listed. GitHub lists only some of the changed files: there may be more migrations.");
    }

    [Fact]
    public async Task With_GitHub_away_it_throws()
    {
        _gitHub.IsAway = true;

        (await Should.ThrowAsync<OutsideException>(() => BetweenAsync("v1", "v2"))).IsAway.ShouldBeTrue();
    }

    private Task<ChangeSet> BetweenAsync(string? from, string to) =>
        new ChangeSetBuilder(_gitHub, new MigrationFiles(ChangesSettings.Default)).BetweenAsync(
            Commits.Repository, from is null ? null : new VersionPoint(ImageTag.Parse(from)), new VersionPoint(ImageTag.Parse(to)), TestContext.Current.CancellationToken);

    [Theory]
    [InlineData("release-")]
    [InlineData("release--x")]
    public async Task A_version_that_can_be_no_reference_is_said_to_be_none(string version)
    {
        (await BetweenAsync("v1", version)).Note.ShouldBe($"'{version}' is not a valid git tag or commit.");
    }
}
