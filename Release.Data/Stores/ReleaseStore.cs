using Release.Core.Events;
using Release.Core.Storage;
using Release.Data.Events;

namespace Release.Data.Stores;

internal sealed class ReleaseStore(
    DatabaseWriter writer, IPassRequests passes, EventSignal events, OutboxSignal outbox, TimeProvider clock) : IReleaseStore, IEventLog
{
    public async Task<IReleaseTransaction> BeginAsync(CancellationToken cancellationToken) =>
        new ReleaseTransaction(await writer.BeginAsync(cancellationToken), passes, events, outbox, clock);

    public async Task<IReleaseTransaction> BeginAsync(CellLease lease, CancellationToken cancellationToken)
    {
        var write = await writer.BeginAsync(cancellationToken);
        try
        {
            await CellPassStore.HoldAsync(write.Context, lease, cancellationToken);
            return new ReleaseTransaction(write, passes, events, outbox, clock);
        }
        catch
        {
            await write.DisposeAsync();
            throw;
        }
    }

    public async Task AppendAsync(ReleaseEvent releaseEvent, CancellationToken cancellationToken)
    {
        await using var transaction = await BeginAsync(cancellationToken);
        transaction.Append(releaseEvent);
        await transaction.CommitAsync(cancellationToken);
    }
}
