namespace Release.Data.Providers;

/// <summary>
/// The queue of all who write to the one SQLite file. SQLite has one writer, and whoever waited inside SQLite would hold a
/// thread.
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

    /// <summary>Hands a turn that has ended to the next who still waits.</summary>
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
