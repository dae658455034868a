namespace Release.Integrations.ConfigRepository;

/// <summary>
/// Lets callers that wait at the same time share one read. A caller gets a read that began after its call, so the result
/// contains everything that was pushed before the call.
/// </summary>
internal sealed class CoalescedRead<T>(Func<Action, CancellationToken, Task<T>> read) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private Task<T>? _next;

    /// <param name="cancellationToken">Ends the caller's wait, not the read: others may share it.</param>
    public Task<T> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _next ??= Task.Run(RunAsync, CancellationToken.None);
            return _next.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _stop.Dispose();
    }

    private async Task<T> RunAsync()
    {
        var begun = false;
        try
        {
            return await read(Begin, _stop.Token);
        }
        finally
        {
            Begin();
        }

        // Called when the read really begins; callers from then on need the next read.
        void Begin()
        {
            lock (_lock)
            {
                if (!begun)
                {
                    begun = true;
                    _next = null;
                }
            }
        }
    }
}
