using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Sources;
using Release.Data;
using Release.Data.Queries;
using Release.Data.Stores;
using Release.Tests.Support.Data;
using Release.Tests.Support.Sources;

namespace Release.Tests.Integration.Data;

public abstract class ShippedChangesTests(DatabaseProvider on)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_kept_is_read_again_and_the_commit_is_the_deployments()
    {
        await using var database = await TestDatabase.StartAsync(on);
        var deployment = await database.AddDeploymentAsync(Samples.Cell(), "v2", Samples.Noon);
        var comparison = Commits.Between('1', '3', ChangeRelation.Diverged, [Commits.Commit('2', pull: 7), Commits.Commit('3', login: null)], [Commits.Commit('9')]);
        var store = database.Get<ShippedChangesStore>();

        (await store.KeepAsync(Commits.Set(comparison, "db/migrate/1.rb", "db/migrate/2.rb").For(deployment.Id, Samples.Noon), Token)).ShouldBeTrue();
        (await store.KeepAsync(Commits.Set(comparison).For(deployment.Id, Samples.Noon), Token)).ShouldBeFalse("another replica was first");

        var kept = (await database.Get<ChangesQueries>().FindAsync(deployment.Id, Token)).ShouldNotBeNull();
        kept.Relation.ShouldBe(ChangeRelation.Diverged);
        kept.Migrations.ShouldBe(["db/migrate/1.rb", "db/migrate/2.rb"]);
        kept.Commits.Select(commit => (commit.Sha[0], commit.Author, commit.PullRequest, commit.IsRemoved))
            .ShouldBe([('2', "alice", 7, false), ('3', "Somebody", null, false), ('9', "alice", null, true)]);
        (await database.Get<DeploymentQueries>().FindAsync(deployment.Id, Token))!.Summary.SourceCommit.ShouldBe(Commits.Sha('3').Value);
        (await store.CommitOfAsync(Samples.Cell(), ImageTag.Parse("v2"), Token)).ShouldBe(Commits.Sha('3'));
        (await database.Get<ChangesQueries>().FindAsync(Guid.CreateVersion7(), Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Only_recent_deployments_without_changes_are_looked_for_newest_first()
    {
        await using var database = await TestDatabase.StartAsync(on);
        await database.AddDeploymentAsync(Samples.Cell(), "v1", Samples.Noon.AddDays(-8));
        var known = await database.AddDeploymentAsync(Samples.Cell(), "v2", Samples.Noon.AddDays(-2));
        await database.AddDeploymentAsync(Samples.Cell(), "v3", Samples.Noon.AddDays(-1));
        await database.CommitAsync(transaction =>
        {
            var recorded = Deployment.Record(Samples.Cell("frontend"), ImageTag.Parse("v4"), "ci", Samples.Noon);
            recorded.Describe(null, Commits.Sha('4'), ImageTag.Parse("v3"));
            transaction.Add(recorded);
            return Task.CompletedTask;
        });
        var store = database.Get<ShippedChangesStore>();
        await store.KeepAsync(ShippedChanges.Unknown(known.Id, Commits.Repository, null, null, "nothing", Samples.Noon), Token);

        var unknown = await store.UnknownSinceAsync(Samples.Noon.AddDays(-7), 10, Token);

        unknown.Select(entry => (entry.Version.Version.Value, entry.Version.Commit, entry.Replaced?.Value))
            .ShouldBe([("v4", Commits.Sha('4'), "v3"), ("v3", null, null)]);
        (await store.UnknownSinceAsync(Samples.Noon.AddDays(-7), 1, Token)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Looking_for_them_enters_the_index_of_time()
    {
        await using var database = await TestDatabase.StartAsync(on);
        await using var context = database.Context();
        var since = Samples.Noon;
        var query = context.Deployments
            .Where(deployment => deployment.CreatedAt >= since && !context.Changes.Any(changes => changes.DeploymentId == deployment.Id))
            .OrderByDescending(deployment => deployment.CreatedAt).ThenByDescending(deployment => deployment.Id).Select(deployment => deployment.Id);

        var plan = await QueryPlan.OfAsync(context, query);

        plan.ShouldContain(
            line => on == DatabaseProvider.Sqlite
                ? line.Contains("SEARCH", StringComparison.Ordinal) && line.Contains("CreatedAt>?", StringComparison.Ordinal)
                : line.Contains("Index Cond", StringComparison.Ordinal) && line.Contains("\"CreatedAt\" >= ", StringComparison.Ordinal),
            string.Join('\n', plan));
    }

    [Fact]
    public async Task A_build_is_listed_with_its_deployment()
    {
        await using var database = await TestDatabase.StartAsync(on);
        var deployment = await database.AddDeploymentAsync(Samples.Cell(), "v2", Samples.Noon);
        await database.CommitAsync(async transaction =>
        {
            var found = (await transaction.FindDeploymentAsync(deployment.Id, Token))!;
            found.BeginStep(Samples.Noon);
            found.TakeBuild(new BuildUpdate(RequestedAt: Samples.Noon, Run: new BuildRun(7, "https://example.com/7", BuildState.Running, Samples.Noon)));
        });
        await database.CommitAsync(async transaction =>
            (await transaction.FindDeploymentAsync(deployment.Id, Token))!.TakeBuild(new BuildUpdate(RequestedAt: Samples.Noon.AddHours(1))));
        (await BuildAsync(database)).ShouldBe(new BuildSummary(null, null, BuildState.Queued, false));

        await database.CommitAsync(async transaction =>
        {
            (await transaction.UnansweredBuildsAsync(Samples.Cell(), Samples.Noon, Token)).ShouldHaveSingleItem().CallBack(ImageTag.Parse("v2"), Samples.Noon);
            (await transaction.UnansweredBuildsAsync(Samples.Cell(), Samples.Noon.AddSeconds(1), Token)).ShouldBeEmpty();
        });
        (await BuildAsync(database)).ShouldBe(new BuildSummary(null, null, BuildState.Succeeded, true));
    }

    private static async Task<BuildSummary?> BuildAsync(TestDatabase database) =>
        (await database.Get<DeploymentQueries>().ListAsync(new DeploymentFilter(), Token)).Items.ShouldHaveSingleItem().Build;

    public sealed class OnSqlite() : ShippedChangesTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : ShippedChangesTests(DatabaseProvider.PostgreSql);
}
