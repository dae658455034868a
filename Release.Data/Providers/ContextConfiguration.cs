using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Release.Data.Providers;

/// <summary>How the contexts reach their databases.</summary>
internal static class ContextConfiguration
{
    // EF Core's own default for SQL Server; SQLite always sends one by one.
    private const int DefaultBatchSize = 42;

    /// <summary>A context that no host makes: for tools and tests.</summary>
    public static ReleaseDbContext Create(DatabaseOptions options) => options.Provider switch
    {
        DatabaseProvider.SqlServer => new SqlServerReleaseDbContext(Options<SqlServerReleaseDbContext>(options)),
        DatabaseProvider.PostgreSql => new PostgreSqlReleaseDbContext(Options<PostgreSqlReleaseDbContext>(options)),
        _ => new SqliteReleaseDbContext(Options<SqliteReleaseDbContext>(options)),
    };

    public static void Configure(DbContextOptionsBuilder builder, DatabaseOptions options)
    {
        var batch = options.MaxBatchSize ?? DefaultBatchSize;

        // A deployment's steps and their tasks are a few dozen rows: one query is cheaper than three. EF Core warns unless told.
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

    /// <summary>The given connection string with what Release relies on.</summary>
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

/// <summary>Gives the provider's own context to those who ask for <see cref="ReleaseDbContext"/>.</summary>
internal sealed class ReleaseDbContextFactory<TContext>(IDbContextFactory<TContext> inner) : IDbContextFactory<ReleaseDbContext>
    where TContext : ReleaseDbContext
{
    public ReleaseDbContext CreateDbContext() => inner.CreateDbContext();

    public async Task<ReleaseDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
        await inner.CreateDbContextAsync(cancellationToken);
}
