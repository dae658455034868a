namespace Release.Data.Providers;

/// <summary>
/// The queue of all who write to the one SQLite file: Release's transactions and the scheduler's. SQLite has one
/// writer; whoever waited inside SQLite would hold a thread, and the scheduler's own lock beside it would deadlock with
/// a transaction that schedules.
/// </summary>
internal sealed class SqliteTurns : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _free = new(1, 1);
    private readonly AsyncLocal<SqliteTurn?> _entered = new();

    /// <summary>Whether this flow of calls works inside a turn that has been taken already.</summary>
    public bool IsInside => _entered.Value is { HasEnded: false };

    /// <exception cref="TimeoutException">Another writer did not end within half a minute.</exception>
    public async Task<SqliteTurn> TakeAsync(CancellationToken cancellationToken) =>
        await _free.WaitAsync(Patience, cancellationToken)
            ? new SqliteTurn(_free)
            : throw new TimeoutException("Another transaction has held the database for 30 s. A transaction must stay short and must not wait for another one.");

    /// <summary>Calls made by this flow from here on belong to the turn, until it ends.</summary>
    public void Enter(SqliteTurn turn) => _entered.Value = turn;

    public void Dispose() => _free.Dispose();
}
