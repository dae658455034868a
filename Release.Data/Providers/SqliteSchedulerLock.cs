using Quartz.Impl.AdoJobStore;

namespace Release.Data.Providers;

/// <summary>Has the scheduler wait for its turn in the same queue as Release's own transactions.</summary>
internal sealed class SqliteSchedulerLock(SqliteTurns turns) : ILockHandler
{
    private readonly Lock _state = new();
    private (Guid Requestor, SqliteTurn Turn)? _held;

    public bool RequiresConnection => false;

    /// <summary>False means: held already, by this operation or by the transaction it is part of.</summary>
    public async ValueTask<bool> AcquireLock(
        Guid requestorId, ConnectionAndTransactionHolder? conn, SchedulerLock schedulerLock, CancellationToken cancellationToken = default)
    {
        if (turns.IsInside || Holds(requestorId))
        {
            return false;
        }

        var turn = await turns.TakeAsync(WriteOrder.InTurn, cancellationToken);
        lock (_state)
        {
            _held = (requestorId, turn);
        }

        return true;
    }

    public ValueTask ReleaseLock(Guid requestorId, SchedulerLock schedulerLock, CancellationToken cancellationToken = default)
    {
        SqliteTurn? turn = null;
        lock (_state)
        {
            if (_held is { } held && held.Requestor == requestorId)
            {
                turn = held.Turn;
                _held = null;
            }
        }

        turn?.Dispose();
        return ValueTask.CompletedTask;
    }

    private bool Holds(Guid requestorId)
    {
        lock (_state)
        {
            return _held is { } held && held.Requestor == requestorId;
        }
    }
}
