using Release.Sandbox.Git.Configuration;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.Clusters;

/// <summary>Keeps one cluster going: sleeps until a client, a fault, git's turn or a due pod wakes it.</summary>
internal sealed class ClusterLoop(
    Cluster cluster, ConfigRepository repository, AsyncSignal faults, string statePath, SandboxOptions options, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);

    private DateTimeOffset _nextPoll = DateTimeOffset.MinValue;

    /// <summary>Until cancelled; a failure is logged and does not end it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var faultsChanged = faults.Next;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var changed = cluster.NextChange;
                if (faultsChanged.IsCompleted)
                {
                    faultsChanged = faults.Next;
                    cluster.RequeueUnsettled();
                }

                var again = await PassAsync(cancellationToken);
                if (!again)
                {
                    await WaitAsync(changed, faultsChanged, cancellationToken);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                Log.LoopFailed(logger, exception, cluster.Environment);
                await Task.Delay(AfterFailure, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <returns>True when git moved meanwhile, so that the pass must be made again.</returns>
    private async Task<bool> PassAsync(CancellationToken cancellationToken)
    {
        var refresh = cluster.Ingest();
        ConfigSnapshot? applied = null;
        if (refresh || time.GetUtcNow() >= _nextPoll)
        {
            // The poll stays due until git has been read: a failure must not lose a refresh.
            _nextPoll = DateTimeOffset.MinValue;
            applied = await repository.ReadAsync(cancellationToken);
            cluster.Apply(applied);
            _nextPoll = time.GetUtcNow() + TimeSpan.FromSeconds(options.GitPollSeconds);
        }

        cluster.Drain();
        if (cluster.TakeState() is { } state)
        {
            StateFile.Save(statePath, state);
        }

        if (applied is null)
        {
            return false;
        }

        // Race: a commit pushed after the read, whose refresh annotation was set before we took the former one away, changed
        // nothing in the store and would be seen only at the next poll. So look once more after taking it away.
        var latest = await repository.ReadAsync(cancellationToken);
        if (latest.Revision == applied.Revision)
        {
            return false;
        }

        _nextPoll = DateTimeOffset.MinValue;
        return true;
    }

    private async Task WaitAsync(Task changed, Task faultsChanged, CancellationToken cancellationToken)
    {
        var due = cluster.NextDue is { } next && next < _nextPoll ? next : _nextPoll;
        var pause = due - time.GetUtcNow();
        if (pause <= TimeSpan.Zero)
        {
            return;
        }

        using var woken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(changed, faultsChanged, Task.Delay(pause, time, woken.Token));
        await woken.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }
}
