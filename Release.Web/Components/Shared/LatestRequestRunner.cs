namespace Release.Web.Components.Shared;

/// <summary>Runs what was asked for last, once nothing else has been asked for a moment; what was asked before is given up.</summary>
internal sealed class LatestRequestRunner(TimeProvider clock, TimeSpan pause) : IDisposable
{
    private CancellationTokenSource? _current;

    /// <summary>Ends when the work is done or given up. What the work throws is thrown, unless it was given up.</summary>
    public async Task RunAsync(Func<CancellationToken, Task> work)
    {
        _current?.Cancel();
        using var mine = new CancellationTokenSource();
        _current = mine;
        try
        {
            await Task.Delay(pause, clock, mine.Token);
            await work(mine.Token);
        }
        catch (Exception) when (mine.IsCancellationRequested)
        {
            // Something newer was asked for, or nobody looks any more.
            return;
        }
        finally
        {
            _current = _current == mine ? null : _current;
        }
    }

    public void Dispose() => _current?.Cancel();
}
