using Microsoft.EntityFrameworkCore;
using Release.Data.Providers;
using Release.Data.Rows;

namespace Release.Data.Stores;

/// <summary>
/// What the process that had the database before left claimed when it was killed. Where one process alone has the
/// database, none of that is anybody's at start; on a server claims may be another replica's, and run out by themselves.
/// </summary>
public sealed class AbandonedClaims
{
    private readonly DatabaseWriter _writer;
    private readonly IDatabaseDialect _dialect;

    internal AbandonedClaims(DatabaseWriter writer, IDatabaseDialect dialect) => (_writer, _dialect) = (writer, dialect);

    /// <summary>At start, before any job: ends leases of cells, and claims of messages so that they are told unknown.</summary>
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
