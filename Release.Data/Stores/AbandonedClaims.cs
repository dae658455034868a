using Microsoft.EntityFrameworkCore;
using Release.Data.Providers;
using Release.Data.Rows;

namespace Release.Data.Stores;

/// <summary>
/// Frees claims of a killed process. If only one process uses the database, all claims found at the start are leftovers; on a
/// server they may belong to another replica and expire by themselves.
/// </summary>
public sealed class AbandonedClaims
{
    private readonly DatabaseWriter _writer;
    private readonly IDatabaseDialect _dialect;

    internal AbandonedClaims(DatabaseWriter writer, IDatabaseDialect dialect) => (_writer, _dialect) = (writer, dialect);

    /// <summary>Call it at the start, before any job. Ends leases of cells, and claims of messages, which then become unknown.</summary>
    public async Task FreeClaimsAsync(CancellationToken cancellationToken)
    {
        if (!_dialect.HasOneOwner)
        {
            return;
        }

        await using var write = await _writer.BeginAsync(cancellationToken);
        await write.Context.Cells.Where(cell => cell.PassHolder != null).ExecuteUpdateAsync(
            cell => cell.SetProperty(to => to.PassHolder, (string?)null).SetProperty(to => to.PassLeaseUntil, (DateTimeOffset?)null), cancellationToken);
        await write.Context.Outbox.Where(message => message.Status == OutboxStatus.Sending).ExecuteUpdateAsync(
            message => message.SetProperty(to => to.NextAttemptAt, to => to.CreatedAt), cancellationToken);
        await write.CommitAsync(cancellationToken);
    }
}
