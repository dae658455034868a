using System.Threading.Channels;
using Release.Core.Configuration;

namespace Release.Integrations.ConfigRepository;

/// <summary>Edits in the order in which they came. What gathers while some are worked is worked together afterwards.</summary>
internal sealed class EditQueue : IAsyncDisposable
{
    private readonly Channel<PendingEdit> _edits = Channel.CreateUnbounded<PendingEdit>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly int _most;
    private readonly Func<List<PendingEdit>, CancellationToken, Task> _workAsync;
    private readonly Task _working;

    /// <param name="most">At most so many are worked together.</param>
    /// <param name="workAsync">Tells each edit what became of it and throws nothing but its own cancellation.</param>
    public EditQueue(int most, Func<List<PendingEdit>, CancellationToken, Task> workAsync)
    {
        (_most, _workAsync) = (most, workAsync);
        _working = Task.Run(WorkAsync);
    }

    /// <exception cref="ObjectDisposedException">The queue is closed.</exception>
    public async Task<ConfigCommit> AddAsync(ConfigEdit edit, CancellationToken cancellationToken)
    {
        var pending = new PendingEdit(edit, cancellationToken);
        return _edits.Writer.TryWrite(pending)
            ? await pending.Done.WaitAsync(cancellationToken)
            : throw new ObjectDisposedException(nameof(EditQueue));
    }

    public async ValueTask DisposeAsync()
    {
        _edits.Writer.TryComplete();
        await _stop.CancelAsync();
        await _working;
        _stop.Dispose();
    }

    private async Task WorkAsync()
    {
        try
        {
            while (await _edits.Reader.WaitToReadAsync(_stop.Token))
            {
                if (Take() is { Count: > 0 } together)
                {
                    await _workAsync(together, _stop.Token);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            while (_edits.Reader.TryRead(out var pending))
            {
                pending.Cancel();
            }
        }
    }

    private List<PendingEdit> Take()
    {
        var together = new List<PendingEdit>();
        while (together.Count < _most && _edits.Reader.TryRead(out var pending))
        {
            if (pending.IsGivenUp)
            {
                pending.Cancel();
            }
            else
            {
                together.Add(pending);
            }
        }

        return together;
    }
}

/// <summary>An edit that waits for its push, and whoever waits for it.</summary>
internal sealed class PendingEdit(ConfigEdit edit, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource<ConfigCommit> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConfigEdit Edit => edit;

    public Task<ConfigCommit> Done => _done.Task;

    /// <summary>Nobody waits any more. Only looked at before work begins: what has begun is finished.</summary>
    public bool IsGivenUp => cancellationToken.IsCancellationRequested;

    public void Succeed(ConfigCommit commit) => _done.TrySetResult(commit);

    public void Fail(Exception exception) => _done.TrySetException(exception);

    public void Cancel() => _done.TrySetCanceled(CancellationToken.None);
}

/// <summary>What every way to the configuration repository asks of its callers.</summary>
internal static class ConfigEditRule
{
    /// <exception cref="ArgumentException">An edit of both or of nothing.</exception>
    public static void Check(ConfigEdit edit)
    {
        var changesFlags = edit.AutomaticDeploysEnabled is not null || edit.PromoteDeployment is not null;
        if (changesFlags != edit.Version is null)
        {
            throw new ArgumentException("An edit changes either the version or flags.", nameof(edit));
        }
    }

    public static bool IsCommitId(string text) => text.Length == 40 && text.All(char.IsAsciiHexDigitLower);
}
