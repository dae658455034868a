using Hangfire.PostgreSql;
using Npgsql;
using Release.Data;
using Release.Tests.Support.Data;
using Release.Web;
using Release.Web.Jobs;

namespace Release.Tests.Integration.Data;

/// <summary>The schema made beforehand by an administrator is the one that Release would have made.</summary>
public sealed class JobStorageScriptTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_printed_for_postgre_sql_makes_what_release_and_hangfire_make()
    {
        var (printed, made) = (await PostgreSqlServer.NewDatabaseAsync(isMigrated: false), await PostgreSqlServer.NewDatabaseAsync());
        using var output = new StringWriter();
        (await SchemaCommand.RunAsync(["postgresql"], output, TextWriter.Null)).ShouldBe(0);
        await using (var connection = new NpgsqlConnection(made))
        {
            await connection.OpenAsync(Token);
            PostgreSqlObjectsInstaller.Install(connection);
        }

        foreach (var _ in Enumerable.Range(0, 2))
        {
            await using var connection = new NpgsqlConnection(printed);
            await connection.OpenAsync(Token);
            await using var command = new NpgsqlCommand(output.ToString(), connection);
            await command.ExecuteNonQueryAsync(Token);
        }

        (await SchemaAsync(printed)).ShouldBe(await SchemaAsync(made));
        await PostgreSqlServer.DropDatabaseAsync(printed);
        await PostgreSqlServer.DropDatabaseAsync(made);
    }

    [Theory]
    [InlineData]
    [InlineData("oracle")]
    [InlineData("7")]
    [InlineData("Sqlite", "PostgreSql")]
    public async Task It_is_said_which_databases_there_are(params string[] arguments)
    {
        using var errors = new StringWriter();

        (await SchemaCommand.RunAsync(arguments, TextWriter.Null, errors)).ShouldBe(2);

        errors.ToString().ShouldContain("schema PostgreSql");
    }

    [Fact]
    public void Beside_sqlite_jobs_need_no_tables() => JobStorageScript.Of(DatabaseProvider.Sqlite).ShouldBeEmpty();

    /// <summary>Columns and indexes of all tables, and the versions of the two schemas.</summary>
    private static async Task<IReadOnlyList<string>> SchemaAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand("""
            SELECT concat_ws(' ', table_schema, table_name, column_name, data_type, is_nullable, column_default, collation_name)
            FROM information_schema.columns WHERE table_schema IN ('public', 'hangfire')
            UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname IN ('public', 'hangfire')
            UNION ALL SELECT "version"::text FROM hangfire."schema"
            UNION ALL SELECT "MigrationId" FROM "__EFMigrationsHistory"
            ORDER BY 1
            """, connection);
        await using var reader = await command.ExecuteReaderAsync(Token);
        var lines = new List<string>();
        while (await reader.ReadAsync(Token))
        {
            lines.Add(reader.GetString(0));
        }

        lines.Count.ShouldBeGreaterThan(150);
        return lines;
    }
}
