using System.Collections.Concurrent;
using Release.Core.Applications;
using Release.Core.Ports;

namespace Release.Web.Jobs;

/// <summary>How long a cell whose passes end with exceptions is left alone: 1 s, doubling, at most a minute.</summary>
internal sealed class PassBackoff(IReleaseStore store, TimeProvider clock)
{
    private const int MaxDoublings = 6;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Cell, int> _failures = new();

    public void Succeeded(Cell cell) => _failures.TryRemove(cell, out _);

    public TimeSpan Failed(Cell cell)
    {
        var failures = _failures.AddOrUpdate(cell, 1, (_, before) => before + 1);
        var wait = First * Math.Pow(2, Math.Min(failures - 1, MaxDoublings));
        return wait < Longest ? wait : Longest;
    }

    public async Task WakeLaterAsync(Cell cell, TimeSpan wait, CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        await transaction.WakeAsync(cell, clock.GetUtcNow() + wait, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
