using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Release.Data.Providers;

/// <summary>The differences between databases beyond the configuration of the context.</summary>
internal interface IDatabaseDialect
{
    /// <summary>
    /// Begins a transaction that writes. Transactions in turn run one after the other. Dispose the result after the transaction
    /// has ended.
    /// </summary>
    /// <exception cref="TimeoutException">Another writer did not end within half a minute.</exception>
    Task<IDisposable?> BeginWriteAsync(ReleaseDbContext context, WritePriority order, CancellationToken cancellationToken);

    /// <summary>Begins a transaction that only reads and does not block writers.</summary>
    Task<DbTransaction> BeginReadAsync(ReleaseDbContext context, CancellationToken cancellationToken);

    /// <summary>Updates the schema, one process at a time. A process killed meanwhile does not block others.</summary>
    Task MigrateAsync(ReleaseDbContext context, CancellationToken cancellationToken);

    /// <summary>The database's clock, which all processes share. If one process owns the database, it is that process's clock.</summary>
    Task<DateTimeOffset> NowAsync(ReleaseDbContext context, CancellationToken cancellationToken);

    /// <summary>Whether only one process uses the database, so that claims left by another process are void.</summary>
    bool HasOneOwner { get; }

    bool IsUniqueViolation(DbUpdateException exception);
}

/// <summary>The priority of a writing transaction.</summary>
internal enum WritePriority
{
    /// <summary>In order of arrival. What it reads does not change until it commits.</summary>
    InTurn,

    /// <summary>
    /// Before all that wait in turn, for short writes that somebody waits for. It may run beside other writers if the database
    /// allows several, so use it only for rows that a unique index protects or for a conditional update of one row.
    /// </summary>
    Ahead,
}
