using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Release.Data.Providers;

/// <summary>SQLite: one file, one process, one writer at a time.</summary>
internal sealed class SqliteDialect(SqliteTurns turns, TimeProvider clock) : IDatabaseDialect
{
    private const int PrimaryKeyViolation = 1555;
    private const int UniqueViolation = 2067;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(50);

    public async Task<IDisposable?> BeginWriteAsync(ReleaseDbContext context, WriteOrder order, CancellationToken cancellationToken)
    {
        var turn = await turns.TakeAsync(order, cancellationToken);
        try
        {
            // BEGIN IMMEDIATE: reads within it cannot be overtaken by another writer.
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
        var file = Path.GetFullPath(new SqliteConnectionStringBuilder(context.Database.GetConnectionString()).DataSource);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var only = await LockAsync(file + ".lock", cancellationToken);
        await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL;", cancellationToken);

        // EF Core's own lock is a row that outlives a killed process and would stop every later start. The file lock
        // is ours alone now, so such a row is left over.
        await context.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\";", cancellationToken);
        await context.Database.MigrateAsync(cancellationToken);
    }

    public bool HasOneOwner => true;

    public Task<DateTimeOffset> NowAsync(ReleaseDbContext context, CancellationToken cancellationToken) => Task.FromResult(clock.GetUtcNow());

    public bool IsUniqueViolation(DbUpdateException exception) =>
        exception.InnerException is SqliteException { SqliteExtendedErrorCode: UniqueViolation or PrimaryKeyViolation };

    private async Task<FileStream> LockAsync(string path, CancellationToken cancellationToken)
    {
        var until = clock.GetUtcNow() + Patience;
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (clock.GetUtcNow() < until)
            {
                await Task.Delay(BetweenTries, clock, cancellationToken);
            }
        }
    }
}
