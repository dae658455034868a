using System.Data.Common;

namespace Release.Data.Stores;

/// <summary>Stores wake-ups in the same transaction as what they are about.</summary>
public interface ITransactionalWakeUps
{
    /// <summary>
    /// Stores the wake-ups in the transaction, each replacing an earlier one of its cell, commits it, and then lets
    /// the scheduler know. Whatever is thrown before the commit leaves nothing stored.
    /// </summary>
    Task CommitAsync(DbTransaction transaction, IReadOnlyList<WakeUp> wakeUps, Func<CancellationToken, Task> commit, CancellationToken cancellationToken);
}
