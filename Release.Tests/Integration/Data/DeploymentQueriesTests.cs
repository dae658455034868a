using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Data;
using Release.Data.Queries;
using Release.Tests.Support.Data;

namespace Release.Tests.Integration.Data;

public abstract class DeploymentQueriesTests(DatabaseProvider on)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string?, string?, DeploymentStatus?> Filters => new()
    {
        { null, null, null },
        { "publisher", null, null },
        { null, "production", null },
        { null, null, DeploymentStatus.Failed },
        { "publisher", "production", null },
    };

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_repetition()
    {
        await using var database = await TestDatabase.StartAsync(on);
        await database.CommitAsync(transaction =>
        {
            foreach (var number in Enumerable.Range(0, 25))
            {
                // Several at the same moment: their ids decide.
                transaction.Add(Deployment.Record(Samples.Cell(), ImageTag.Parse($"v{number}"), "ci", Samples.Noon.AddSeconds(number / 5)));
            }

            return Task.CompletedTask;
        });
        var queries = database.Get<DeploymentQueries>();

        var read = new List<DeploymentSummary>();
        string? before = null;
        var pages = 0;
        do
        {
            var page = await queries.ListAsync(new DeploymentFilter(Before: before, Limit: 10), Token);
            read.AddRange(page.Items);
            before = page.Next;
            pages++;
        }
        while (before is not null);

        pages.ShouldBe(3);
        read.Count.ShouldBe(25);
        read.DistinctBy(item => item.Id).Count().ShouldBe(25);
        read.Select(item => item.CreatedAt).ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public async Task Filters_hold_together()
    {
        await using var database = await TestDatabase.StartAsync(on);
        await database.AddDeploymentAsync(Samples.Cell("publisher", "staging"), "v1", Samples.Noon);
        await database.AddDeploymentAsync(Samples.Cell("publisher", "production"), "v2", Samples.Noon);
        await database.AddDeploymentAsync(Samples.Cell("frontend", "staging"), "v3", Samples.Noon);
        var queries = database.Get<DeploymentQueries>();

        var page = await queries.ListAsync(
            new DeploymentFilter(ApplicationName.Parse("publisher"), EnvironmentName.Parse("staging"), DeploymentStatus.Queued), Token);

        page.Items.ShouldHaveSingleItem().Version.ShouldBe("v1");
        page.Next.ShouldBeNull();
        await Should.ThrowAsync<FormatException>(() => queries.ListAsync(new DeploymentFilter(Before: "nonsense!"), Token));
        (await queries.ListAsync(new DeploymentFilter(Status: DeploymentStatus.Failed), Token)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_promotion_is_found_from_where_it_came()
    {
        await using var database = await TestDatabase.StartAsync(on);
        var first = await database.AddDeploymentAsync(Samples.Cell(), "v1", Samples.Noon);
        var second = await database.AddDeploymentAsync(Samples.Cell("publisher", "staging"), "v1", Samples.Noon, first.Id);
        var queries = database.Get<DeploymentQueries>();

        (await queries.PromotedToAsync(first.Id, Token)).ShouldNotBeNull().Id.ShouldBe(second.Id);
        (await queries.PromotedToAsync(second.Id, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task The_detail_has_the_steps_in_their_order_and_the_logs()
    {
        await using var database = await TestDatabase.StartAsync(on);
        var stored = await database.AddDeploymentAsync(Samples.Cell(), "v1", Samples.Noon);
        await database.CommitAsync(async transaction =>
        {
            var deployment = (await transaction.FindDeploymentAsync(stored.Id, Token)).ShouldNotBeNull();
            deployment.BeginStep(Samples.Noon);
            deployment.KeepLog(new StepLog("git", "one\ntwo", 1, Samples.Noon));
            deployment.CompleteStep("done", Samples.Noon.AddSeconds(1));
            deployment.BeginStep(Samples.Noon.AddSeconds(1));
            deployment.KeepLog(new StepLog("argo", "three", null, Samples.Noon));
        });
        var queries = database.Get<DeploymentQueries>();

        var detail = (await queries.FindAsync(stored.Id, Token)).ShouldNotBeNull();
        var logs = await queries.LogsAsync(stored.Id, Token);

        detail.Steps.Select(step => step.Name).ShouldBe(Deployment.StepOrder);
        detail.Steps[0].Message.ShouldBe("done");
        logs.Select(log => log.Title).ShouldBe(["git", "argo"]);
        logs[0].FailingLine.ShouldBe(1);
        (await queries.FindAsync(Guid.NewGuid(), Token)).ShouldBeNull();
        (await queries.LogsAsync(Guid.NewGuid(), Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Sub_steps_are_part_of_the_detail_and_their_logs_of_the_logs()
    {
        await using var database = await TestDatabase.StartAsync(on);
        var stored = await database.AddDeploymentAsync(Samples.Cell(), "v1", Samples.Noon);
        await database.CommitAsync(async transaction =>
        {
            var deployment = (await transaction.FindDeploymentAsync(stored.Id, Token)).ShouldNotBeNull();
            deployment.BeginStep(Samples.Noon);
            deployment.TakeTasks([new StepTaskReport("PreSync", "PreSync Job assets", StepTaskPhase.Running, "created"), new StepTaskReport("Sync", "Sync Job later", StepTaskPhase.Pending)], Samples.Noon);
            deployment.LoseOutside("Waits for git", Samples.Noon.AddSeconds(1));
        });
        await database.CommitAsync(async transaction =>
        {
            // The same sub-step, reported in another pass, is not a second one.
            var deployment = (await transaction.FindDeploymentAsync(stored.Id, Token)).ShouldNotBeNull();
            deployment.KeepLog(new StepLog("git", "one", null, Samples.Noon));
            deployment.TakeTasks([new StepTaskReport("PreSync", "PreSync Job assets", StepTaskPhase.Failed, "backoff limit", Log: "a\nError: b", FailingLine: 1)], Samples.Noon.AddSeconds(5));
        });
        var queries = database.Get<DeploymentQueries>();

        var step = (await queries.FindAsync(stored.Id, Token)).ShouldNotBeNull().Steps[0];
        var logs = await queries.LogsAsync(stored.Id, Token);

        step.OutsideSince.ShouldBe(Samples.Noon.AddSeconds(1));
        step.Tasks.Select(task => (task.Name, task.Phase, task.Message, task.LogLength, task.FailingLine)).ShouldBe(
            [("PreSync Job assets", StepTaskPhase.Failed, "backoff limit", 10, 1), ("Sync Job later", StepTaskPhase.Pending, null, 0, null)]);
        (step.Tasks[0].StartedAt, step.Tasks[0].FinishedAt).ShouldBe((Samples.Noon, Samples.Noon.AddSeconds(5)));
        logs.Select(log => (log.Title, log.Text, log.Task)).ShouldBe([("PreSync Job assets", "a\nError: b", step.Tasks[0].Id), ("git", "one", null)]);
    }

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task A_page_is_read_through_an_index_in_its_order(string? application, string? environment, DeploymentStatus? status)
    {
        await using var database = await TestDatabase.StartAsync(on);
        await using var context = database.Context();
        var cursor = new PageCursor(Samples.Noon, Guid.NewGuid()).ToString();
        var filter = new DeploymentFilter(
            application is null ? null : ApplicationName.Parse(application),
            environment is null ? null : EnvironmentName.Parse(environment),
            status,
            cursor);

        var plan = string.Join('\n', await QueryPlan.OfAsync(context, DeploymentQueries.Page(context, filter).Take(51)));

        plan.ShouldContain(on is DatabaseProvider.Sqlite ? "SEARCH d USING INDEX" : "Index Scan");
        plan.ShouldNotContain(on is DatabaseProvider.Sqlite ? "TEMP B-TREE" : "Sort", Case.Sensitive, "the history would have to be sorted");
    }

    public sealed class OnSqlite() : DeploymentQueriesTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : DeploymentQueriesTests(DatabaseProvider.PostgreSql);
}
