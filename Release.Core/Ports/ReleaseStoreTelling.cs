using Release.Core.Live;

namespace Release.Core.Ports;

public static class ReleaseStoreTelling
{
    /// <summary>Puts one event into the log, where nothing else is to be stored with it.</summary>
    public static async Task TellAsync(this IReleaseStore store, ReleaseEvent told, CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        transaction.Append(told);
        await transaction.CommitAsync(cancellationToken);
    }
}
