using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Release.Data.Providers;

/// <summary>All that differs between databases once a context is configured.</summary>
internal interface IDatabaseDialect
{
    /// <summary>
    /// Begins a transaction that writes. Those that write in turn come one after the other. Dispose the answer after the
    /// transaction has ended.
    /// </summary>
    /// <exception cref="TimeoutException">Another writer did not end within half a minute.</exception>
    Task<IDisposable?> BeginWriteAsync(ReleaseDbContext context, WritePriority order, CancellationToken cancellationToken);

    /// <summary>Begins a transaction that only reads and holds up no writer.</summary>
    Task<DbTransaction> BeginReadAsync(ReleaseDbContext context, CancellationToken cancellationToken);

    /// <summary>Brings the schema up to date, one process at a time; a process killed meanwhile blocks nobody.</summary>
    Task MigrateAsync(ReleaseDbContext context, CancellationToken cancellationToken);

    /// <summary>The database's clock, which all who share the database agree on. Where one process owns it, that one's clock.</summary>
    Task<DateTimeOffset> NowAsync(ReleaseDbContext context, CancellationToken cancellationToken);

    /// <summary>Whether one process alone has the database: what another one left claimed is nobody's.</summary>
    bool HasOneOwner { get; }

    bool IsUniqueViolation(DbUpdateException exception);
}

/// <summary>When a transaction that writes has its turn among the others.</summary>
internal enum WritePriority
{
    /// <summary>After those that asked before. What it reads stays true until it commits.</summary>
    InTurn,

    /// <summary>
    /// Before all that wait in turn: for what somebody waits for and is short: rows that a unique index keeps apart, or a
    /// conditional update of one row, because where the database lets several write it may run beside others.
    /// </summary>
    Ahead,
}
