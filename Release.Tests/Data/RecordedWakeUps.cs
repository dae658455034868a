using System.Data.Common;
using Release.Data.Stores;

namespace Release.Tests.Data;

/// <summary>Keeps the wake-ups of committed transactions; can fail before the commit.</summary>
internal sealed class RecordedWakeUps : ITransactionalWakeUps
{
    public List<WakeUp> Stored { get; } = [];

    public Exception? FailWith { get; set; }

    public async Task CommitAsync(
        DbTransaction transaction, IReadOnlyList<WakeUp> wakeUps, Func<CancellationToken, Task> commit, CancellationToken cancellationToken)
    {
        if (FailWith is not null)
        {
            throw FailWith;
        }

        await commit(cancellationToken);
        Stored.AddRange(wakeUps);
    }
}
