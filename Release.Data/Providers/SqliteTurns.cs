namespace Release.Data.Providers;

/// <summary>
/// The queue of all who write to the one SQLite file: Release's transactions and the scheduler's. SQLite has one
/// writer; whoever waited inside SQLite would hold a thread, and the scheduler's own lock beside it would deadlock with
/// a transaction that schedules.
/// </summary>
internal sealed class SqliteTurns
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Lock _state = new();
    private readonly Queue<TaskCompletionSource<SqliteTurn>> _ahead = new();
    private readonly Queue<TaskCompletionSource<SqliteTurn>> _inTurn = new();
    private readonly AsyncLocal<SqliteTurn?> _entered = new();
    private bool _isTaken;

    /// <summary>Whether this flow of calls works inside a turn that has been taken already.</summary>
    public bool IsInside => _entered.Value is { HasEnded: false };

    /// <exception cref="TimeoutException">Another writer did not end within half a minute.</exception>
    public async Task<SqliteTurn> TakeAsync(WriteOrder order, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiting = new TaskCompletionSource<SqliteTurn>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_state)
        {
            if (!_isTaken)
            {
                _isTaken = true;
                return new SqliteTurn(this);
            }

            (order is WriteOrder.Ahead ? _ahead : _inTurn).Enqueue(waiting);
        }

        try
        {
            return await waiting.Task.WaitAsync(Patience, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            if (!waiting.TrySetCanceled(CancellationToken.None))
            {
                // It became ours at this very moment, and nobody will use it.
                (await waiting.Task).Dispose();
            }

            if (exception is TimeoutException)
            {
                throw new TimeoutException("Another transaction has held the database for 30 s. A transaction must stay short and must not wait for another one.", exception);
            }

            throw;
        }
    }

    /// <summary>Calls made by this flow from here on belong to the turn, until it ends.</summary>
    public void Enter(SqliteTurn turn) => _entered.Value = turn;

    /// <summary>Hands a turn that has ended to the next who still waits.</summary>
    internal void PassOn()
    {
        lock (_state)
        {
            while (_ahead.TryDequeue(out var next) || _inTurn.TryDequeue(out next))
            {
                if (next.TrySetResult(new SqliteTurn(this)))
                {
                    return;
                }
            }

            _isTaken = false;
        }
    }
}
