using Release.Core.Ports;
using Release.Data.Events;

namespace Release.Data.Stores;

internal sealed class ReleaseStore(
    DatabaseWriter writer, ITransactionalWakeUps wakeUps, EventSignal events, OutboxSignal outbox, TimeProvider clock) : IReleaseStore
{
    public async Task<IReleaseTransaction> BeginAsync(CancellationToken cancellationToken) =>
        new ReleaseTransaction(await writer.BeginAsync(cancellationToken), wakeUps, events, outbox, clock);
}
