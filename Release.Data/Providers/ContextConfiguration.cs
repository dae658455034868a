using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Release.Data.Providers;

/// <summary>How the contexts reach their databases.</summary>
internal static class ContextConfiguration
{
    // EF Core's own default for SQL Server; SQLite always sends one by one.
    private const int DefaultBatchSize = 42;

    public static DbContextOptionsBuilder<SqliteReleaseDbContext> Sqlite(DatabaseOptions options)
    {
        var builder = new DbContextOptionsBuilder<SqliteReleaseDbContext>();
        Sqlite(builder, options);
        return builder;
    }

    public static void Sqlite(DbContextOptionsBuilder builder, DatabaseOptions options) => builder
        .UseSqlite(SqliteConnectionString(options.ConnectionString), sqlite => sqlite.MaxBatchSize(options.MaxBatchSize ?? DefaultBatchSize))
        .AddInterceptors(SqliteSessionInterceptor.Instance);

    public static DbContextOptionsBuilder<SqlServerReleaseDbContext> SqlServer(DatabaseOptions options)
    {
        var builder = new DbContextOptionsBuilder<SqlServerReleaseDbContext>();
        SqlServer(builder, options);
        return builder;
    }

    public static void SqlServer(DbContextOptionsBuilder builder, DatabaseOptions options) =>
        builder.UseSqlServer(options.ConnectionString, server => server.MaxBatchSize(options.MaxBatchSize ?? DefaultBatchSize));

    /// <summary>The given connection string with what Release relies on.</summary>
    public static string SqliteConnectionString(string configured) =>
        new SqliteConnectionStringBuilder(configured) { ForeignKeys = true, Pooling = true }.ToString();
}
