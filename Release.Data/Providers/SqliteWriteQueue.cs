namespace Release.Data.Providers;

/// <summary>
/// The queue of writers to the SQLite file. SQLite allows one writer, and waiting inside SQLite would block a thread.
/// </summary>
internal sealed class SqliteWriteQueue
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Lock _state = new();
    private readonly Queue<TaskCompletionSource<SqliteWriteSlot>> _ahead = new();
    private readonly Queue<TaskCompletionSource<SqliteWriteSlot>> _inTurn = new();
    private bool _isTaken;

    /// <exception cref="TimeoutException">Another writer did not end within half a minute.</exception>
    public async Task<SqliteWriteSlot> TakeAsync(WritePriority order, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiting = new TaskCompletionSource<SqliteWriteSlot>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_state)
        {
            if (!_isTaken)
            {
                _isTaken = true;
                return new SqliteWriteSlot(this);
            }

            (order is WritePriority.Ahead ? _ahead : _inTurn).Enqueue(waiting);
        }

        try
        {
            return await waiting.Task.WaitAsync(Patience, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            if (!waiting.TrySetCanceled(CancellationToken.None))
            {
                // The slot was granted at this moment; give it back.
                (await waiting.Task).Dispose();
            }

            if (exception is TimeoutException)
            {
                throw new TimeoutException("Another transaction has held the database for 30 s. Keep transactions short and do not wait for another one within them.", exception);
            }

            throw;
        }
    }

    /// <summary>Passes a released slot to the next waiter.</summary>
    internal void PassOn()
    {
        lock (_state)
        {
            while (_ahead.TryDequeue(out var next) || _inTurn.TryDequeue(out next))
            {
                if (next.TrySetResult(new SqliteWriteSlot(this)))
                {
                    return;
                }
            }

            _isTaken = false;
        }
    }
}

/// <summary>The right to write; ends when disposed.</summary>
internal sealed class SqliteWriteSlot(SqliteWriteQueue turns) : IDisposable
{
    private int _ended;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            turns.PassOn();
        }
    }
}
