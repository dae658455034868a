using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using Release.Data;
using Release.Data.Providers;
using Release.Web.Jobs;

namespace Release.Tests.Unit.Data.SqlServer;

/// <summary>The schemas as SQL Server would be given them, read by Microsoft's parser.</summary>
public sealed class SqlServerScriptTests
{
    [Fact]
    public void Every_migration_is_one_that_sql_server_reads()
    {
        using var context = ContextConfiguration.Create(new DatabaseOptions(DatabaseProvider.SqlServer, "Server=none", null));
        var statements = Statements(context.GetService<IMigrator>().GenerateScript());

        // The idempotent one hides statements in strings from the parser; so both.
        Statements(DatabaseScript.Of(DatabaseProvider.SqlServer)).ShouldNotBeEmpty();
        statements.OfType<CreateTableStatement>().Select(table => table.SchemaObjectName.BaseIdentifier.Value)
            .ShouldBe(context.GetService<IDesignTimeModel>().Model.GetRelationalModel().Tables.Select(table => table.Name), ignoreOrder: true);
        TestContext.Current.TestOutputHelper?.WriteLine($"{statements.Count} statements of {context.Database.GetMigrations().Count()} migrations");
    }

    [Fact]
    public void Hangfires_tables_are_made_by_a_script_that_sql_server_reads()
    {
        var script = JobStorageScript.Of(DatabaseProvider.SqlServer);

        script.ShouldNotContain("$(");
        script.ShouldContain("[hangfire].[Job]");
        Statements(script).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task Readers_that_hold_up_writers_are_warned_of_once(bool hasSnapshots, int warnings)
    {
        using var model = ContextConfiguration.Create(new DatabaseOptions(DatabaseProvider.SqlServer, "Server=none", null));
        var imitation = new SqlServerImitation(model.GetService<IDesignTimeModel>().Model.GetRelationalModel(), hasRows: true, number: hasSnapshots ? 1 : 0);
        await using var context = new SqlServerReleaseDbContext(
            new DbContextOptionsBuilder<SqlServerReleaseDbContext>().UseSqlServer(new ImitatedConnection(imitation)).Options);
        var logger = new Lines();

        await new SqlServerDialect(logger).WarnWhereReadersHoldUpWritersAsync(context, TestContext.Current.CancellationToken);

        logger.Levels.ShouldBe(Enumerable.Repeat(LogLevel.Warning, warnings));
    }

    private static IReadOnlyList<TSqlStatement> Statements(string script) => [.. SqlServerImitation.Parse(script).Batches.SelectMany(batch => batch.Statements)];

    private sealed class Lines : ILogger<SqlServerDialect>
    {
        public List<LogLevel> Levels { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Levels.Add(logLevel);
    }
}
