using System.Security.Cryptography;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Release.Data;
using Release.Data.Providers;
using Release.Tests.Support;
using Release.Tests.Support.Data;

namespace Release.Tests.Integration.Data;

public sealed class MigrationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.SqlServer)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public void Every_model_has_its_migrations_and_the_tables_of_the_others(DatabaseProvider provider)
    {
        using var context = Context(provider);
        using var first = Context(DatabaseProvider.Sqlite);

        context.Database.HasPendingModelChanges().ShouldBeFalse();
        Columns(context).ShouldBe(Columns(first));
    }

    [Fact]
    public async Task A_published_migration_is_never_edited()
    {
        var folder = Migrations();
        var published = (await File.ReadAllLinesAsync(Path.Combine(folder, "published.sha256"), Token)).Order(StringComparer.Ordinal);
        var present = Directory.EnumerateFiles(folder, "*_*.cs", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".Designer.cs", StringComparison.Ordinal))
            .Select(file => $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}  {Path.GetRelativePath(folder, file)}").Order(StringComparer.Ordinal);

        present.ShouldBe(published, "a database that has run a migration never runs it again: add another, with ./build.sh migration NAME");
    }

    [Fact]
    public void Sql_server_gets_its_own_types_and_every_table()
    {
        using var server = Context(DatabaseProvider.SqlServer);

        var script = server.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);

        foreach (var table in new[] { "Applications", "ApplicationEnvironments", "Deployments", "Steps", "StepLogs", "StepTasks", "Events", "ApiTokens", "Settings", "Outbox", "Promotions", "WriteLocks" })
        {
            script.ShouldContain($"CREATE TABLE [{table}]");
        }

        script.ShouldContain("[Sequence] bigint NOT NULL IDENTITY");
        script.ShouldContain("[CreatedAt] datetimeoffset NOT NULL");
        script.ShouldContain("[Payload] nvarchar(max) NOT NULL");
        script.ShouldContain("[Version] nvarchar(128) COLLATE Latin1_General_BIN2 NOT NULL");
        script.ShouldNotContain("WHERE [Id] IS NOT NULL", Case.Sensitive, "a filtered index is not everywhere");
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
    public async Task A_postgre_sql_is_migrated_by_many_at_once()
    {
        var connectionString = await PostgreSqlServer.NewDatabaseAsync(isMigrated: false);
        await Parallel.ForEachAsync(Enumerable.Range(0, 8), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Token }, async (_, cancellationToken) =>
        {
            await using var context = Context(DatabaseProvider.PostgreSql, connectionString);
            await new PostgreSqlDialect().MigrateAsync(context, cancellationToken);
        });

        await using (var context = Context(DatabaseProvider.PostgreSql, connectionString))
        {
            (await context.Database.GetPendingMigrationsAsync(Token)).ShouldBeEmpty();
            (await context.WriteLocks.CountAsync(Token)).ShouldBe(1);
        }

        await PostgreSqlServer.DropDatabaseAsync(connectionString);
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

    private static ReleaseDbContext Context(DatabaseProvider provider, string? connectionString = null) => ContextConfiguration.Create(
        new DatabaseOptions(provider, connectionString ?? (provider is DatabaseProvider.PostgreSql ? "Host=none" : "Data Source=none"), null));

    private static string Migrations() => SourceTree.Path("Release.Data", "Migrations");
}
