using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Release.Data.Providers;

/// <summary>SQLite: one file, one process, one writer at a time.</summary>
internal sealed class SqliteDialect(SqliteWriteQueue turns, TimeProvider clock) : IDatabaseDialect
{
    private const int Corrupt = 11;
    private const int PrimaryKeyViolation = 1555;
    private const int UniqueViolation = 2067;

    public async Task<IDisposable?> BeginWriteAsync(ReleaseDbContext context, WritePriority order, CancellationToken cancellationToken)
    {
        var turn = await turns.TakeAsync(order, cancellationToken);
        try
        {
            // BEGIN IMMEDIATE: no other writer can change what this transaction reads.
            await context.Database.BeginTransactionAsync(cancellationToken);
            return turn;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    public async Task<DbTransaction> BeginReadAsync(ReleaseDbContext context, CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken);
        var transaction = ((SqliteConnection)context.Database.GetDbConnection()).BeginTransaction(deferred: true);
        await context.Database.UseTransactionAsync(transaction, cancellationToken);
        return transaction;
    }

    public async Task MigrateAsync(ReleaseDbContext context, CancellationToken cancellationToken)
    {
        await CheckAsync(context, cancellationToken);
        await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL;", cancellationToken);

        // EF Core's lock is a row that outlives a killed process and would block every later start. This process is the
        // file's only owner, so such a row is a leftover.
        await context.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\";", cancellationToken);
        await context.Database.MigrateAsync(cancellationToken);
    }

    public bool HasOneOwner => true;

    public Task<DateTimeOffset> NowAsync(ReleaseDbContext context, CancellationToken cancellationToken) => Task.FromResult(clock.GetUtcNow());

    public bool IsUniqueViolation(DbUpdateException exception) =>
        exception.InnerException is SqliteException { SqliteExtendedErrorCode: UniqueViolation or PrimaryKeyViolation };

    /// <summary>Reads the file once (1 GB/s from memory), so that damage is found at the start and not during a request.</summary>
    private static async Task CheckAsync(ReleaseDbContext context, CancellationToken cancellationToken)
    {
        var found = await context.Database.SqlQueryRaw<string>("SELECT quick_check AS Value FROM pragma_quick_check LIMIT 1").ToListAsync(cancellationToken);
        if (found is not ["ok"])
        {
            throw new SqliteException(string.Join(' ', found), Corrupt);
        }
    }
}
