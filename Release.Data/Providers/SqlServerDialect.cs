using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Release.Data.Rows;

namespace Release.Data.Providers;

/// <summary>SQL Server and servers that speak its protocol.</summary>
internal sealed class SqlServerDialect : IDatabaseDialect
{
    private const int UniqueIndexViolation = 2601;
    private const int UniqueConstraintViolation = 2627;

    public async Task<IDisposable?> BeginWriteAsync(ReleaseDbContext context, WriteOrder order, CancellationToken cancellationToken)
    {
        var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (order is WriteOrder.Ahead)
        {
            return null;
        }

        // The row stays locked until this transaction ends: other writers wait here, and then read what it committed.
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

    /// <summary>EF Core takes a session lock on the server, which ends with the process that holds it.</summary>
    public Task MigrateAsync(ReleaseDbContext context, CancellationToken cancellationToken) =>
        context.Database.MigrateAsync(cancellationToken);

    public bool HasOneOwner => false;

    public Task<DateTimeOffset> NowAsync(ReleaseDbContext context, CancellationToken cancellationToken) =>
        context.Database.SqlQuery<DateTimeOffset>($"SELECT SYSDATETIMEOFFSET() AS Value").SingleAsync(cancellationToken);

    public bool IsUniqueViolation(DbUpdateException exception) =>
        exception.InnerException is SqlException { Number: UniqueIndexViolation or UniqueConstraintViolation };
}
