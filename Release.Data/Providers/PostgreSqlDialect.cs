using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Release.Data.Providers;

internal sealed class PostgreSqlDialect : IDatabaseDialect
{
    /// <summary>
    /// The server disconnects a process that is idle in a writing transaction, for example because it was suspended, since
    /// others wait for its locks.
    /// </summary>
    private const string Limit = "SET LOCAL idle_in_transaction_session_timeout = '10s';";

    /// <summary>
    /// An advisory lock belongs to this database and ends with the transaction, so nothing has to be cleaned up, and unlike a
    /// row lock it writes nothing. Its number is "Release" in ASCII.
    /// </summary>
    private const string TakeTurn = Limit + " SELECT pg_advisory_xact_lock(23192464322032485);";

    public async Task<IDisposable?> BeginWriteAsync(ReleaseDbContext context, WritePriority order, CancellationToken cancellationToken)
    {
        // Saves two round trips per save; a failed transaction is never continued.
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

    /// <summary>EF Core locks the migrations table in the transaction that changes the schema; the lock ends with the process.</summary>
    public Task MigrateAsync(ReleaseDbContext context, CancellationToken cancellationToken) =>
        context.Database.MigrateAsync(cancellationToken);

    public bool HasOneOwner => false;

    /// <summary>The current time, not that of the transaction's start, in microseconds, the precision of the server's clock.</summary>
    public async Task<DateTimeOffset> NowAsync(ReleaseDbContext context, CancellationToken cancellationToken) =>
        DateTimeOffset.UnixEpoch.AddMicroseconds(await context.Database
            .SqlQuery<long>($"SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS \"Value\"").SingleAsync(cancellationToken));

    public bool IsUniqueViolation(DbUpdateException exception) =>
        exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };
}
