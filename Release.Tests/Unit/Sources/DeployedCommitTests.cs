using NSubstitute;
using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Commands;
using Release.Core.Environments;
using Release.Core.Previews;
using Release.Core.Sources;
using Release.Tests.Support;
using Release.Tests.Support.Board;
using Release.Tests.Support.Sources;

namespace Release.Tests.Unit.Sources;

/// <summary>What a version was when it was deployed counts more than what its tag says today.</summary>
public sealed class DeployedCommitTests
{
    private static readonly EnvironmentName Staging = EnvironmentName.Parse("staging");
    private static readonly ImageTag V1 = ImageTag.Parse("v1");

    private readonly FakeGitHub _gitHub = new(new FakeTimeProvider());
    private readonly IDeployedCommits _deployed = Substitute.For<IDeployedCommits>();
    private readonly SourceSettings _sources = new("example", "https://github.example");
    private readonly BoardRow _row = Boards.Row("publisher", Boards.Cell("integration", "v2"), Boards.Cell("staging", "v1")) with { Repository = "publisher" };

    public DeployedCommitTests()
    {
        _deployed.CommitOfAsync(new Cell(_row.Name, Staging), V1, Arg.Any<CancellationToken>()).Returns(Commits.Sha('1'));
        _gitHub.AddReference("v1", ReferenceKind.Tag, Commits.Sha('9').Value);
        _gitHub.AddReference("v2", ReferenceKind.Tag, Commits.Sha('2').Value);
        _gitHub.Comparisons[(Commits.Sha('1').Value, Commits.Sha('2').Value)] = Commits.Between('1', '2', ChangeRelation.Ahead, [Commits.Commit('2')]);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ChangeSetBuilder ChangeSetBuilder => new(_gitHub, new MigrationFiles(new ChangesSettings([])));

    [Fact]
    public async Task A_preview_begins_at_the_commit_that_was_deployed()
    {
        var status = Substitute.For<ISourceHostStatus>();
        status.Current.Returns(SourceHostStatus.Fresh);
        var previews = new DeployPreviews(
            new VersionResolver(new FixedBoard(_row), _gitHub, _gitHub, _sources), ChangeSetBuilder, _deployed, _gitHub, status, _sources, Support.Pages.Samples.Order);

        var preview = await previews.OfAsync(_row, Staging, "v2", "ann", Cancel);

        preview.Changes.ShouldNotBeNull().Base.ShouldBe(Commits.Sha('1'));
        preview.Changes.Comparison.ShouldNotBeNull().Commits.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_log_shows_an_environment_where_its_deployment_was_also_with_GitHub_away(bool isAway)
    {
        _gitHub.IsAway = isAway;
        var logs = new CommitLogs(new SourceOverviews(_gitHub), ChangeSetBuilder, _deployed, _sources);

        var log = await logs.FindAsync(_row, Cancel);

        log.ShouldNotBeNull().Places.Single(place => place.Environment == Staging).Commit.ShouldBe(Commits.Sha('1'));
    }

    [Fact]
    public async Task What_was_never_recorded_is_where_its_tag_is()
    {
        var logs = new CommitLogs(new SourceOverviews(_gitHub), ChangeSetBuilder, _deployed, _sources);
        _gitHub.Overview = new SourceOverview(Commits.Repository, "main", [], [], 0, Commits.Noon);

        var log = await logs.FindAsync(_row, Cancel);

        log.ShouldNotBeNull().Places.Single(place => place.Environment != Staging).Commit.ShouldBe(Commits.Sha('2'));
    }
}
