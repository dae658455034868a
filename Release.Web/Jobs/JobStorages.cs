using System.Data.Common;
using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Hangfire.SqlServer;
using Microsoft.Data.SqlClient;
using Release.Data;

namespace Release.Web.Jobs;

/// <summary>
/// Where Hangfire keeps its jobs: in memory with SQLite, which has only one process; on database servers, where several processes share
/// the work, in a schema of their own. A lost job only delays its work by a second, because
/// the sweep finds every due row.
/// </summary>
internal static class JobStorages
{
    public const string Schema = "hangfire";

    /// <summary>How long finished and failed jobs are kept for the dashboard.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    /// <summary>After a kill Hangfire offers the job again after this time; so does the sweep, when the lease has expired.</summary>
    private static readonly TimeSpan Invisible = TimeSpan.FromSeconds(10);

    /// <exception cref="StartupRefusedException">The server cannot be reached, or the tables are missing and cannot be created.</exception>
    public static JobStorage Create(DatabaseOptions database, JobStorageSettings settings)
    {
        try
        {
            return Open(database, settings);
        }
        catch (Exception exception) when (exception is DbException or TimeoutException or InvalidOperationException)
        {
            throw new StartupRefusedException(
                $"The tables of the jobs (schema '{Schema}') could not be reached or created: {exception.Message} "
                + $"Let Release create them, or create them with the script that './build.sh sql {database.Provider}' prints and set Release:Jobs:PrepareSchema to false.",
                exception);
        }
    }

    private static JobStorage Open(DatabaseOptions database, JobStorageSettings settings)
    {
        var (prepareSchema, sqlClient) = settings;
        JobStorage storage = database.Provider switch
        {
            DatabaseProvider.SqlServer => new SqlServerStorage(database.ConnectionString, SqlServer(prepareSchema, sqlClient)),
            DatabaseProvider.PostgreSql => new PostgreSqlStorage(Connections(database, prepareSchema), PostgreSql(prepareSchema)),
            _ => new InMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = Kept }),
        };
        storage.JobExpirationTimeout = Kept;
        return storage;
    }

    private static SqlServerStorageOptions SqlServer(bool prepareSchema, DbProviderFactory? client) => new()
    {
        SchemaName = Schema,
        PrepareSchemaIfNecessary = prepareSchema,
        SqlClientFactory = client ?? SqlClientFactory.Instance,
        SlidingInvisibilityTimeout = Invisible,
        JobExpirationCheckInterval = Kept / 2,
        InactiveStateExpirationTimeout = TimeSpan.FromDays(1),
    };

    private static NpgsqlConnectionFactory Connections(DatabaseOptions database, bool prepareSchema) =>
        new(database.ConnectionString, PostgreSql(prepareSchema));

    private static PostgreSqlStorageOptions PostgreSql(bool prepareSchema) => new()
    {
        SchemaName = Schema,
        PrepareSchemaIfNecessary = prepareSchema,

        // A commit wakes the workers of its own process, and the sweep finds jobs of other processes. With LISTEN each
        // idle worker would hold a connection: a third of a server's default limit, for one process.
        EnableLongPolling = false,
        QueuePollInterval = TimeSpan.FromSeconds(5),
        UseSlidingInvisibilityTimeout = true,
        InvisibilityTimeout = Invisible,
        JobExpirationCheckInterval = Kept / 2,

        // Also how long a killed process's lock blocks others; Release holds locks only briefly.
        DistributedLockTimeout = TimeSpan.FromSeconds(30),

        // By default Hangfire would start without its storage and retry later, so a broken start would look successful.
        AllowDegradedModeWithoutStorage = false,
        StartupConnectionMaxRetries = 0,
    };
}

/// <param name="PrepareSchema">Whether missing tables are created; otherwise an administrator has created them.</param>
/// <param name="SqlClient">
/// Creates connections to SQL Server; null means Microsoft's client. A server that speaks most of the protocol may need one
/// that omits or rewrites what the server lacks; register such settings before <c>AddReleaseJobs</c>.
/// </param>
internal sealed record JobStorageSettings(bool PrepareSchema, DbProviderFactory? SqlClient);
