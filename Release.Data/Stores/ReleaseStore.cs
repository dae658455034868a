using Release.Core.Pipeline;
using Release.Core.Storage;
using Release.Data.Events;

namespace Release.Data.Stores;

internal sealed class ReleaseStore(
    DatabaseWriter writer, IPassRequests passes, EventSignal events, OutboxSignal outbox, TimeProvider clock) : IReleaseStore
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
}
