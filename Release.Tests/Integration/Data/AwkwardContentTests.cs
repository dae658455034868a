using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Data;
using Release.Data.Queries;
using Release.Tests.Support.Data;

namespace Release.Tests.Integration.Data;

/// <summary>What others may write into logs and messages, and moments that are no whole microsecond.</summary>
public abstract class AwkwardContentTests(DatabaseProvider on)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // By number, because neither attributes nor test cases carry such text unharmed.
    private static readonly (string Text, string? Read)[] Texts =
    [
        ("🚢 ünïcödé \u202E ' \" \\ % _ [x] \r\n\t\u0001", null),
        ("half a pair \uD83D, the other \uDEA2", "half a pair \uFFFD, the other \uFFFD"),
        ("cut at a null \0 and on", "cut at a null \uFFFD and on"),
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Strange_text_fails_nothing(int number)
    {
        var (text, read) = Texts[number];
        await using var database = await TestDatabase.StartAsync(on);
        var deployment = await StoreAsync(database, text);

        var log = (await database.Get<DeploymentQueries>().LogsAsync(deployment.Id, Token)).ShouldHaveSingleItem();
        var found = (await database.Get<DeploymentQueries>().FindAsync(deployment.Id, Token)).ShouldNotBeNull();

        // SQLite keeps a null character; where the database refuses it, it is shown as what it is not.
        log.Text.Replace('\0', '\uFFFD').ShouldBe(read ?? text);
        found.Steps[0].Message.ShouldNotBeNull().Replace('\0', '\uFFFD').ShouldBe(read ?? text);
    }

    [Fact]
    public async Task A_log_of_64_KiB_of_ships_comes_back_whole()
    {
        await using var database = await TestDatabase.StartAsync(on);
        var text = string.Concat(Enumerable.Repeat("🚢\n", StepLog.MaxLength / 3));

        var deployment = await StoreAsync(database, text);

        (await database.Get<DeploymentQueries>().LogsAsync(deployment.Id, Token)).ShouldHaveSingleItem().Text.ShouldBe(text);
    }

    [Fact]
    public async Task Moments_come_back_to_the_tick_and_put_pages_in_order()
    {
        await using var database = await TestDatabase.StartAsync(on);
        var moments = Enumerable.Range(1, 5).Select(tick => Samples.Noon.AddTicks(tick)).ToArray();
        foreach (var at in moments)
        {
            await database.AddDeploymentAsync(Samples.Cell(), "v1", at.ToOffset(TimeSpan.FromHours(2)));
        }

        var queries = database.Get<DeploymentQueries>();
        var read = new List<DateTimeOffset>();
        string? before = null;
        do
        {
            var page = await queries.ListAsync(new DeploymentFilter(Before: before, Limit: 1), Token);
            read.AddRange(page.Items.Select(item => item.CreatedAt));
            before = page.Next;
        }
        while (before is not null);

        read.ShouldBe(moments.Reverse());
    }

    [Fact]
    public async Task Names_are_told_apart_by_case_and_sorted_by_code_point()
    {
        await using var database = await TestDatabase.StartAsync(on);
        string[] names = ["a-b", "ab", "a-c", "b"];
        await database.CommitAsync(transaction =>
        {
            foreach (var name in names)
            {
                transaction.Add(new Application(ApplicationName.Parse(name), null, Samples.Noon));
            }

            return Task.CompletedTask;
        });

        await database.CommitAsync(async transaction =>
        {
            (await transaction.ApplicationsAsync(Token)).Select(application => application.Name.Value).ShouldBe(names.Order(StringComparer.Ordinal));
            transaction.Add(Deployment.Record(Samples.Cell(), ImageTag.Parse("V1"), "ci", Samples.Noon));
            transaction.Add(Deployment.Record(Samples.Cell(), ImageTag.Parse("v1"), "ci", Samples.Noon.AddSeconds(1)));
        });
        await database.CommitAsync(async transaction =>
            (await transaction.NewestOfVersionAsync(Samples.Cell(), ImageTag.Parse("V1"), Token)).ShouldNotBeNull().Version.Value.ShouldBe("V1"));
    }

    private static async Task<Deployment> StoreAsync(TestDatabase database, string text)
    {
        var deployment = await database.AddDeploymentAsync(Samples.Cell(), "v1", Samples.Noon);
        await database.CommitAsync(async transaction =>
        {
            var found = (await transaction.FindDeploymentAsync(deployment.Id, Token)).ShouldNotBeNull();
            found.BeginStep(Samples.Noon);
            found.KeepLog(new StepLog(text[..Math.Min(40, text.Length)], text, null, Samples.Noon));
            found.ReportProgress(text[..Math.Min(500, text.Length)], 1, 2);
            transaction.Append(Samples.Event(text));
        });
        return deployment;
    }

    public sealed class OnSqlite() : AwkwardContentTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : AwkwardContentTests(DatabaseProvider.PostgreSql);
}
