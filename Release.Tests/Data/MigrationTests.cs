using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Release.Data;
using Release.Data.Providers;

namespace Release.Tests.Data;

public sealed class MigrationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_model_has_its_migrations()
    {
        using var sqlite = Sqlite();
        using var server = SqlServer();

        sqlite.Database.HasPendingModelChanges().ShouldBeFalse();
        server.Database.HasPendingModelChanges().ShouldBeFalse();
    }

    [Fact]
    public void Sql_server_gets_its_own_types_and_every_table()
    {
        using var server = SqlServer();

        var script = server.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);

        foreach (var table in new[] { "Applications", "ApplicationEnvironments", "Deployments", "Steps", "StepLogs", "StepTasks", "Events", "ApiTokens", "Settings", "Outbox", "Promotions", "WriteLocks" })
        {
            script.ShouldContain($"CREATE TABLE [{table}]");
        }

        script.ShouldContain("[Sequence] bigint NOT NULL IDENTITY");
        script.ShouldContain("[CreatedAt] datetimeoffset NOT NULL");
        script.ShouldContain("[Payload] nvarchar(max) NOT NULL");
        script.ShouldNotContain("IS NOT NULL;", Case.Sensitive, "a filtered index is not everywhere");
    }

    [Fact]
    public void Both_databases_have_the_same_tables_and_columns()
    {
        using var sqlite = Sqlite();
        using var server = SqlServer();

        Columns(sqlite).ShouldBe(Columns(server));
    }

    [Fact]
    public void The_client_of_sql_server_finds_all_that_it_loads() =>
        Should.NotThrow(() => new SqlParameter("@p", 1).SqlDbType);

    [Fact]
    public async Task A_start_after_a_kill_while_migrating_is_not_held_up()
    {
        await using var database = await TestDatabase.StartAsync();
        await using (var context = database.Context())
        {
            // What EF Core leaves behind when its process is killed in the middle.
            await context.Database.ExecuteSqlRawAsync(
                "CREATE TABLE IF NOT EXISTS \"__EFMigrationsLock\" (\"Id\" INTEGER NOT NULL CONSTRAINT \"PK\" PRIMARY KEY, \"Timestamp\" TEXT NOT NULL); INSERT INTO \"__EFMigrationsLock\" VALUES (1, '2026-11-22');", Token);
        }

        await using var again = database.Context();
        await database.Get<IDatabaseDialect>().MigrateAsync(again, Token).WaitAsync(TimeSpan.FromSeconds(20), Token);
    }

    [Fact]
    public async Task Sqlite_runs_in_wal_mode_with_foreign_keys()
    {
        await using var database = await TestDatabase.StartAsync();
        await using var context = database.Context();

        (await PragmaAsync(context, "journal_mode")).ShouldBe("wal");
        (await PragmaAsync(context, "foreign_keys")).ShouldBe("1");
        (await PragmaAsync(context, "synchronous")).ShouldBe("1");
        (await PragmaAsync(context, "busy_timeout")).ShouldBe("30000");
    }

    private static async Task<string?> PragmaAsync(DbContext context, string name)
    {
        await context.Database.OpenConnectionAsync(Token);
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA {name}";
        return (await command.ExecuteScalarAsync(Token))?.ToString();
    }

    private static List<string> Columns(DbContext context) =>
        [.. context.GetService<IDesignTimeModel>().Model.GetRelationalModel().Tables
            .SelectMany(table => table.Columns, (table, column) => $"{table.Name}.{column.Name} {(column.IsNullable ? "null" : "not null")}").Order()];

    private static SqliteReleaseDbContext Sqlite() =>
        new(ContextConfiguration.Sqlite(new DatabaseOptions(DatabaseProvider.Sqlite, "Data Source=none.db", null)).Options);

    private static SqlServerReleaseDbContext SqlServer() =>
        new(ContextConfiguration.SqlServer(new DatabaseOptions(DatabaseProvider.SqlServer, "Server=none", 1)).Options);
}
