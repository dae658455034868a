namespace Release.Data.Providers;

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
