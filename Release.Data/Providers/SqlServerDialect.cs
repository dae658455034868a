using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;
using Release.Data.Rows;

namespace Release.Data.Providers;

/// <summary>SQL Server and compatible servers.</summary>
internal sealed partial class SqlServerDialect(ILogger<SqlServerDialect> logger) : IDatabaseDialect
{
    private const int UniqueIndexViolation = 2601;
    private const int UniqueConstraintViolation = 2627;

    public async Task<IDisposable?> BeginWriteAsync(ReleaseDbContext context, WritePriority order, CancellationToken cancellationToken)
    {
        // Saves two round trips per save; a failed transaction is never continued.
        context.Database.AutoSavepointsEnabled = false;
        var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (order is WritePriority.Ahead)
        {
            return null;
        }

        // The row stays locked until this transaction ends: other writers wait here and then read its result.
        var locked = await context.WriteLocks.Where(row => row.Id == WriteLockRow.OnlyId)
            .ExecuteUpdateAsync(row => row.SetProperty(taken => taken.Turns, taken => taken.Turns + 1), cancellationToken);
        if (locked != 1)
        {
            await transaction.DisposeAsync();
            throw new InvalidOperationException("The table WriteLocks has lost its row 1. Insert (Id, Turns) = (1, 0).");
        }

        return null;
    }

    public async Task<DbTransaction> BeginReadAsync(ReleaseDbContext context, CancellationToken cancellationToken) =>
        (await context.Database.BeginTransactionAsync(cancellationToken)).GetDbTransaction();

    /// <summary>EF Core takes a session lock on the server, which ends with the process.</summary>
    public async Task MigrateAsync(ReleaseDbContext context, CancellationToken cancellationToken)
    {
        await context.Database.MigrateAsync(cancellationToken);
        await WarnWhereReadersHoldUpWritersAsync(context, cancellationToken);
    }

    /// <summary>Release creates its database with READ_COMMITTED_SNAPSHOT; one that an administrator created may lack it.</summary>
    internal async Task WarnWhereReadersHoldUpWritersAsync(ReleaseDbContext context, CancellationToken cancellationToken)
    {
        try
        {
            var on = await context.Database.SqlQuery<int>(
                $"SELECT CAST(is_read_committed_snapshot_on AS int) AS [Value] FROM sys.databases WHERE database_id = DB_ID()").ToListAsync(cancellationToken);
            if (on is [0])
            {
                Log.ReadersHoldUpWriters(logger, context.Database.GetDbConnection().Database);
            }
        }
        catch (DbException exception)
        {
            // A compatible server may not have this view; Release works with it anyway.
            Log.CannotTell(logger, exception);
        }
    }

    public bool HasOneOwner => false;

    public Task<DateTimeOffset> NowAsync(ReleaseDbContext context, CancellationToken cancellationToken) =>
        context.Database.SqlQuery<DateTimeOffset>($"SELECT SYSDATETIMEOFFSET() AS Value").SingleAsync(cancellationToken);

    public bool IsUniqueViolation(DbUpdateException exception) =>
        exception.InnerException is SqlException { Number: UniqueIndexViolation or UniqueConstraintViolation };

    private static partial class Log
    {
        [LoggerMessage(5010, LogLevel.Warning, "The database {Name} has READ_COMMITTED_SNAPSHOT off, so pages that read hold up jobs that write. Run once, while nothing is connected: ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE.")]
        public static partial void ReadersHoldUpWriters(ILogger logger, string name);

        [LoggerMessage(5011, LogLevel.Information, "The server does not say whether READ_COMMITTED_SNAPSHOT is on.")]
        public static partial void CannotTell(ILogger logger, Exception exception);
    }
}
