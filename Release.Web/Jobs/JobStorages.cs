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
/// Where Hangfire keeps its jobs: in memory beside SQLite, which has one process and one user of its own; in a schema of
/// its own on the database servers, where several processes share the work. A job that is lost costs a second, because
/// the cells' rows say what is due.
/// </summary>
internal static class JobStorages
{
    public const string Schema = "hangfire";

    /// <summary>How long finished and failed jobs are kept for the dashboard.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    /// <summary>After a kill Hangfire offers the job again; the sweep does so too when the lease has run out.</summary>
    private static readonly TimeSpan Invisible = TimeSpan.FromSeconds(10);

    /// <exception cref="StartupRefusedException">The server cannot be reached, or the tables are missing and cannot be made.</exception>
    public static JobStorage Create(DatabaseOptions database, JobStorageSettings settings)
    {
        try
        {
            return Open(database, settings);
        }
        catch (Exception exception) when (exception is DbException or TimeoutException or InvalidOperationException)
        {
            throw new StartupRefusedException(
                $"The tables of the jobs (schema '{Schema}') could not be reached or made: {exception.Message} "
                + $"Let Release make them, or make them from the script that './build.sh sql {database.Provider}' prints and set Release:Jobs:PrepareSchema to false.",
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

        // A commit wakes the workers of its own process, and the sweep finds what another process left. By LISTEN each
        // worker would hold a connection while it waits: a third of those that a server has by default, for one process.
        EnableLongPolling = false,
        QueuePollInterval = TimeSpan.FromSeconds(5),
        UseSlidingInvisibilityTimeout = true,
        InvisibilityTimeout = Invisible,
        JobExpirationCheckInterval = Kept / 2,

        // Also how long a killed process' lock stands in the way: none of ours is held for longer than a moment.
        DistributedLockTimeout = TimeSpan.FromSeconds(30),

        // Not in the first try but later is what it does by default: the start would seem to have worked.
        AllowDegradedModeWithoutStorage = false,
        StartupConnectionMaxRetries = 0,
    };
}

/// <param name="PrepareSchema">Whether tables that are missing are made; otherwise an administrator made them before.</param>
/// <param name="SqlClient">
/// Makes the connections to SQL Server; null is Microsoft's client. A server that speaks most of the protocol may need one
/// that leaves out or rewrites what the server lacks: register such settings before <c>AddReleaseJobs</c>.
/// </param>
internal sealed record JobStorageSettings(bool PrepareSchema, DbProviderFactory? SqlClient);
