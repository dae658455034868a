using Microsoft.Extensions.Logging.Abstractions;
using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Sources;
using Release.Data.Events;
using Release.Data.Queries;
using Release.Data.Stores;
using Release.Tests.Integration.Data;
using Release.Tests.Support;
using Release.Tests.Support.Board;
using Release.Tests.Support.Sources;
using Release.Web.Jobs;
using DataSamples = Release.Tests.Support.Data.Samples;

namespace Release.Tests.Integration.Jobs;

public sealed class ChangesRecorderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private readonly FakeTimeProvider _clock = new(DataSamples.Noon);
    private readonly FakeGitHub _gitHub;

    public ChangesRecorderTests()
    {
        _gitHub = new FakeGitHub(_clock);
        _gitHub.AddReference("v1", ReferenceKind.Tag, Commits.Sha('1').Value);
        _gitHub.AddReference("v2", ReferenceKind.Tag, Commits.Sha('2').Value);
        _gitHub.Comparisons[(Commits.Sha('1').Value, Commits.Sha('2').Value)] = Commits.Between('1', '2', ChangeRelation.Ahead, [Commits.Commit('2')]);
    }

    [Fact]
    public async Task A_deployments_changes_are_got_once_and_kept()
    {
        await using var database = await TestDatabase.StartAsync(_clock);
        var deployment = await DeployAsync(database, "v1", "v2", _clock.GetUtcNow());
        var recorder = Recorder(database);

        (await recorder.RecordAsync(Token)).ShouldBe(1);
        _gitHub.Calls.Clear();
        (await recorder.RecordAsync(Token)).ShouldBe(0);

        _gitHub.Calls.ShouldBeEmpty();
        var kept = (await database.Get<ChangesQueries>().FindAsync(deployment.Id, Token)).ShouldNotBeNull();
        (kept.Relation, kept.HeadCommit, kept.HeadCommittedAt).ShouldBe((ChangeRelation.Ahead, Commits.Sha('2').Value, DataSamples.Noon));
    }

    [Fact]
    public async Task With_GitHub_away_it_is_asked_less_and_less_and_forgets_nothing()
    {
        await using var database = await TestDatabase.StartAsync(_clock);
        await DeployAsync(database, "v1", "v2", _clock.GetUtcNow());
        await DeployAsync(database, "v1", "v2", _clock.GetUtcNow(), "staging");
        _gitHub.IsAway = true;
        var recorder = Recorder(database);

        for (var second = 0; second < 600; second++)
        {
            await recorder.RecordAsync(Token);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        // 5, 10, 20, 40, then 60 seconds.
        _gitHub.Calls.Count.ShouldBeInRange(10, 14);
        _gitHub.IsAway = false;
        _clock.Advance(TimeSpan.FromMinutes(1));
        var afterRestart = Recorder(database);
        (await afterRestart.RecordAsync(Token)).ShouldBe(2);
    }

    [Fact]
    public async Task An_old_history_asks_nothing()
    {
        await using var database = await TestDatabase.StartAsync(_clock);
        await DeployAsync(database, "v1", "v2", _clock.GetUtcNow() - ChangesRecorder.Window - TimeSpan.FromSeconds(1));
        var recorder = Recorder(database);

        (await recorder.RecordAsync(Token)).ShouldBe(0);

        _gitHub.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_others_did_has_its_changes_too_and_one_that_is_unknown_says_why()
    {
        await using var database = await TestDatabase.StartAsync(_clock);
        var recorded = Deployment.Record(DataSamples.Cell(), ImageTag.Parse("latest"), "ci", _clock.GetUtcNow());
        await database.CommitAsync(transaction =>
        {
            transaction.Add(recorded);
            return Task.CompletedTask;
        });
        var recorder = Recorder(database);

        (await recorder.RecordAsync(Token)).ShouldBe(1);

        (await database.Get<ChangesQueries>().FindAsync(recorded.Id, Token))!.Note.ShouldBe("example/publisher has no tag or commit 'latest'.");
    }

    [Fact]
    public async Task Without_an_owner_nobody_is_asked()
    {
        await using var database = await TestDatabase.StartAsync(_clock);
        await DeployAsync(database, "v1", "v2", _clock.GetUtcNow());
        var recorder = Recorder(database, new SourceSettings("", "https://github.com"));

        (await recorder.RecordAsync(Token)).ShouldBe(0);

        _gitHub.Calls.ShouldBeEmpty();
    }

    private static async Task<Deployment> DeployAsync(TestDatabase database, string from, string to, DateTimeOffset at, string environment = "integration")
    {
        var deployment = Deployment.Queue(DataSamples.Cell(environment: environment), ImageTag.Parse(to), Trigger.Continuous, true, "tests", null, null, at);
        deployment.Describe(null, null, ImageTag.Parse(from));
        await database.CommitAsync(transaction =>
        {
            transaction.Add(deployment);
            return Task.CompletedTask;
        });
        return deployment;
    }

    private ChangesRecorder Recorder(TestDatabase database, SourceSettings? settings = null) => new(
        database.Get<ShippedChangesStore>(),
        new ChangeSetBuilder(_gitHub, new MigrationFiles(ChangesSettings.Default)),
        settings ?? new SourceSettings("example", "https://github.com"),
        new FixedBoard(Boards.Quiet("publisher") with { Repository = "publisher" }),
        database.Get<EventSignal>(),
        _clock,
        NullLogger<ChangesRecorder>.Instance);
}
