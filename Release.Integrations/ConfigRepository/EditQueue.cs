using System.Threading.Channels;
using Release.Core.Configuration;

namespace Release.Integrations.ConfigRepository;

/// <summary>A queue of edits in the order of their arrival. Edits that arrive while others are processed are processed together afterwards.</summary>
internal sealed class EditQueue : IAsyncDisposable
{
    private readonly Channel<PendingEdit> _edits = Channel.CreateUnbounded<PendingEdit>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly int _most;
    private readonly Func<List<PendingEdit>, CancellationToken, Task> _workAsync;
    private readonly Task _working;

    /// <param name="most">The largest number of edits that are processed together.</param>
    /// <param name="workAsync">Completes each edit; throws nothing but cancellation.</param>
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

/// <summary>An edit that waits to be pushed, with the task that its caller awaits.</summary>
internal sealed class PendingEdit(ConfigEdit edit, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource<ConfigCommit> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConfigEdit Edit => edit;

    public Task<ConfigCommit> Done => _done.Task;

    /// <summary>Its caller has cancelled. Only checked before the work begins: what has begun is finished.</summary>
    public bool IsGivenUp => cancellationToken.IsCancellationRequested;

    public void Succeed(ConfigCommit commit) => _done.TrySetResult(commit);

    public void Fail(Exception exception) => _done.TrySetException(exception);

    public void Cancel() => _done.TrySetCanceled(CancellationToken.None);
}

/// <summary>Checks that apply however the configuration repository is reached.</summary>
internal static class ConfigEditRule
{
    /// <exception cref="ArgumentException">The edit changes both version and flags, or nothing.</exception>
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
