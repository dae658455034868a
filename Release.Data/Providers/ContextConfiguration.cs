using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Release.Data.Providers;

/// <summary>Configures contexts for their databases.</summary>
internal static class ContextConfiguration
{
    // EF Core's default for SQL Server. SQLite always sends one statement at a time.
    private const int DefaultBatchSize = 42;

    /// <summary>Creates a context without a host, for tools and tests.</summary>
    public static ReleaseDbContext Create(DatabaseOptions options) => options.Provider switch
    {
        DatabaseProvider.SqlServer => new SqlServerReleaseDbContext(Options<SqlServerReleaseDbContext>(options)),
        DatabaseProvider.PostgreSql => new PostgreSqlReleaseDbContext(Options<PostgreSqlReleaseDbContext>(options)),
        _ => new SqliteReleaseDbContext(Options<SqliteReleaseDbContext>(options)),
    };

    public static void Configure(DbContextOptionsBuilder builder, DatabaseOptions options)
    {
        var batch = options.MaxBatchSize ?? DefaultBatchSize;

        // A deployment's steps and tasks are a few dozen rows: one query is cheaper than three. Setting this avoids EF Core's warning.
        const QuerySplittingBehavior whole = QuerySplittingBehavior.SingleQuery;
        switch (options.Provider)
        {
            case DatabaseProvider.SqlServer:
                builder.UseSqlServer(options.ConnectionString, server => server.MaxBatchSize(batch).UseQuerySplittingBehavior(whole));
                break;
            case DatabaseProvider.PostgreSql:
                builder.UseNpgsql(options.ConnectionString, server => server.MaxBatchSize(batch).UseQuerySplittingBehavior(whole));
                break;
            default:
                builder.UseSqlite(SqliteConnectionString(options.ConnectionString), file => file.MaxBatchSize(batch).UseQuerySplittingBehavior(whole))
                    .AddInterceptors(SqliteSessionInterceptor.Instance);
                break;
        }
    }

    /// <summary>The connection string with the settings that Release needs.</summary>
    public static string SqliteConnectionString(string configured) =>
        new SqliteConnectionStringBuilder(configured) { ForeignKeys = true, Pooling = true }.ToString();

    private static DbContextOptions<TContext> Options<TContext>(DatabaseOptions options)
        where TContext : ReleaseDbContext
    {
        var builder = new DbContextOptionsBuilder<TContext>();
        Configure(builder, options);
        return builder.Options;
    }
}

/// <summary>Supplies the provider's context as <see cref="ReleaseDbContext"/>.</summary>
internal sealed class ReleaseDbContextFactory<TContext>(IDbContextFactory<TContext> inner) : IDbContextFactory<ReleaseDbContext>
    where TContext : ReleaseDbContext
{
    public ReleaseDbContext CreateDbContext() => inner.CreateDbContext();

    public async Task<ReleaseDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
        await inner.CreateDbContextAsync(cancellationToken);
}
