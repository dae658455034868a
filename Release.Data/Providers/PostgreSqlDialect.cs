using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Release.Data.Providers;

internal sealed class PostgreSqlDialect : IDatabaseDialect
{
    /// <summary>
    /// Whoever stands still in a transaction that writes, such as a process that was stopped, is cut off by the server:
    /// others wait for what it holds.
    /// </summary>
    private const string Limit = "SET LOCAL idle_in_transaction_session_timeout = '10s';";

    /// <summary>
    /// The lock is of this database and ends with the transaction, so nothing is left to clean up, and unlike a row it
    /// is not written. Its number is "Release" in ASCII.
    /// </summary>
    private const string TakeTurn = Limit + " SELECT pg_advisory_xact_lock(23192464322032485);";

    public async Task<IDisposable?> BeginWriteAsync(ReleaseDbContext context, WritePriority order, CancellationToken cancellationToken)
    {
        // Two round trips less for each save: a transaction that fails is never gone on with.
        context.Database.AutoSavepointsEnabled = false;
        await context.Database.BeginTransactionAsync(cancellationToken);
        await context.Database.ExecuteSqlRawAsync(order is WritePriority.InTurn ? TakeTurn : Limit, cancellationToken);
        return null;
    }

    public async Task<DbTransaction> BeginReadAsync(ReleaseDbContext context, CancellationToken cancellationToken)
    {
        var transaction = await context.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await context.Database.ExecuteSqlRawAsync("SET TRANSACTION READ ONLY", cancellationToken);
        return transaction.GetDbTransaction();
    }

    /// <summary>EF Core locks the table of migrations in the transaction that changes the schema, which ends with its process.</summary>
    public Task MigrateAsync(ReleaseDbContext context, CancellationToken cancellationToken) =>
        context.Database.MigrateAsync(cancellationToken);

    public bool HasOneOwner => false;

    /// <summary>In microseconds, which is how exact the server's clock is. Of the moment, not of the transaction's beginning.</summary>
    public async Task<DateTimeOffset> NowAsync(ReleaseDbContext context, CancellationToken cancellationToken) =>
        DateTimeOffset.UnixEpoch.AddMicroseconds(await context.Database
            .SqlQuery<long>($"SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS \"Value\"").SingleAsync(cancellationToken));

    public bool IsUniqueViolation(DbUpdateException exception) =>
        exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };
}
