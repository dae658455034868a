using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Release.Core.Events;
using Release.Data;
using Release.Data.Providers;
using Release.Data.Queries;
using Release.Tests.Support.Data;

namespace Release.Tests.Integration.Data;

/// <summary>A database that an older Release filled goes on under this one.</summary>
public abstract class UpgradeTests(DatabaseProvider on) : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private string _connection = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _connection = on is DatabaseProvider.PostgreSql
        ? await PostgreSqlServer.NewDatabaseAsync(isMigrated: false)
        : $"Data Source={Path.Combine(_folder.Path, "release.db")}";

    [Fact]
    public async Task Nothing_that_the_first_migration_held_is_lost_on_the_way_to_the_newest()
    {
        await FillAsync();
        var before = await ReadAsync();
        before.Where(table => table.Value.Count == 0).Select(table => table.Key).ShouldBeEmpty("every table is filled");
        before.SelectMany(table => table.Value.SelectMany(row => row).GroupBy(value => value.Key)
                .Where(column => column.All(value => value.Value is null)).Select(column => $"{table.Key}.{column.Key}"))
            .ShouldBeEmpty("every column is filled somewhere");

        await using var database = await TestDatabase.StartAsync(on, connectionString: _connection);

        Lost(before, await ReadAsync()).ShouldBeEmpty();
        await using var context = database.Context();
        (await context.Database.GetPendingMigrationsAsync(Token)).ShouldBeEmpty();
        await ReadByTheProductAsync(database, context);
        await database.CommitAsync(transaction =>
        {
            transaction.Append(Samples.Event("and it goes on"));
            return Task.CompletedTask;
        });
    }

    [Theory]
    [InlineData("""UPDATE "Applications" SET "Notes" = '' """, "Applications")]
    [InlineData("""DELETE FROM "StepLogs" """, "StepLogs")]
    [InlineData("""UPDATE "Deployments" SET "CreatedAt" = "CreatedAt" / 10 * 10""", "Deployments")]
    [InlineData("""ALTER TABLE "CiRuns" DROP COLUMN "Attempt" """, "CiRuns")]
    [InlineData("""DROP TABLE "Promotions" """, "Promotions")]
    [InlineData("""ALTER TABLE "People" ADD COLUMN "Shoe" INTEGER NOT NULL DEFAULT 7""", null)]
    public async Task What_a_migration_loses_is_noticed(string change, string? lost)
    {
        await FillAsync();
        var before = await ReadAsync();
        await using (var context = Context())
        {
            await context.Database.ExecuteSqlRawAsync(change, Token);
        }

        Lost(before, await ReadAsync()).Select(row => row.Split(':')[0]).Distinct().ShouldBe(lost is null ? [] : [lost]);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _folder.Dispose();
        if (on is DatabaseProvider.PostgreSql)
        {
            await PostgreSqlServer.DropDatabaseAsync(_connection);
        }
    }

    private async Task FillAsync()
    {
        await using var context = Context();
        var first = context.Database.GetMigrations().First();
        first.ShouldEndWith("_Initial");
        await context.GetService<IMigrator>().MigrateAsync(first, Token);
        await context.Database.OpenConnectionAsync(Token);
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = (await File.ReadAllTextAsync(Script(), Token)).Replace("{long}", string.Concat(Enumerable.Repeat("🚢 line\n", 7000)), StringComparison.Ordinal);
        await command.ExecuteNonQueryAsync(Token);
    }

    /// <summary>Every row of every table, by the names of its columns.</summary>
    private async Task<Dictionary<string, List<Dictionary<string, string?>>>> ReadAsync()
    {
        await using var context = Context();
        var tables = await context.Database.SqlQueryRaw<string>(on is DatabaseProvider.Sqlite
            ? """SELECT name AS "Value" FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"""
            : """SELECT table_name AS "Value" FROM information_schema.tables WHERE table_schema = 'public'""").ToListAsync(Token);
        var read = new Dictionary<string, List<Dictionary<string, string?>>>(StringComparer.Ordinal);
        foreach (var table in tables.Where(table => !table.StartsWith("__EF", StringComparison.Ordinal)))
        {
            await context.Database.OpenConnectionAsync(Token);
            await using var command = context.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table}\"";
            await using var reader = await command.ExecuteReaderAsync(Token);
            var rows = read[table] = [];
            while (await reader.ReadAsync(Token))
            {
                rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(
                    reader.GetName, field => reader.IsDBNull(field) ? null : Convert.ToString(reader.GetValue(field), CultureInfo.InvariantCulture), StringComparer.Ordinal));
            }
        }

        return read;
    }

    /// <summary>The rows of before whose every value is not to be found afterwards, as <c>Table: row</c>.</summary>
    private static List<string> Lost(Dictionary<string, List<Dictionary<string, string?>>> before, Dictionary<string, List<Dictionary<string, string?>>> after) =>
        [.. from table in before
            from row in table.Value
            where !after.TryGetValue(table.Key, out var rows)
                || !rows.Exists(now => row.All(value => now.TryGetValue(value.Key, out var found) && string.Equals(found, value.Value, StringComparison.Ordinal)))
            select $"{table.Key}: {string.Join(", ", row.Select(value => $"{value.Key}={(value.Value is { Length: > 60 } text ? text[..60] : value.Value)}"))}"];

    private static async Task ReadByTheProductAsync(TestDatabase database, ReleaseDbContext context)
    {
        foreach (var type in context.Model.GetEntityTypes().Where(type => !type.IsOwned()))
        {
            var set = (IQueryable<object>)typeof(DbContext).GetMethod(nameof(DbContext.Set), [])!.MakeGenericMethod(type.ClrType).Invoke(context, [])!;
            (await set.ToListAsync(Token)).ShouldNotBeEmpty(type.DisplayName());
        }

        (await database.Get<BoardQueries>().LoadAsync(Token)).Rows.Select(row => row.Name.Value).ShouldBe(["a-b", "publisher"]);
        (await database.Get<EventQueries>().LatestAsync(null, 10, null, Token)).Select(entry => entry.Type).ShouldBe([EventType.DeploymentSuperseded, EventType.DeploymentQueued]);
        (await database.Get<OutboxQueries>().LatestAsync(10, Token)).Select(line => line.Notification.Reason).ShouldBe(["crash loop", "boom 🚢"]);
        var deployments = (await database.Get<DeploymentQueries>().ListAsync(new DeploymentFilter(), Token)).Items;
        deployments.Select(deployment => deployment.Version).ShouldBe(["v1367", "v1366"]);
        (await database.Get<DeploymentQueries>().FindAsync(deployments[0].Id, Token)).ShouldNotBeNull().Promotion.ShouldNotBeNull().Summary.ShouldBe("Not promoted: none ran 🚢");
        (await database.Get<ChangesQueries>().FindAsync(deployments[0].Id, Token)).ShouldNotBeNull().Commits.Count.ShouldBe(2);
    }

    private ReleaseDbContext Context() => ContextConfiguration.Create(new DatabaseOptions(on, _connection, null));

    private static string Script([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Upgrade", "Initial.sql");

    public sealed class OnSqlite() : UpgradeTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : UpgradeTests(DatabaseProvider.PostgreSql);
}
