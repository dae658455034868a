using Release.Sandbox.Git.Configuration;
using Release.Sandbox.Hosting;
using Release.Sandbox.Settings;

namespace Release.Sandbox.Clusters;

/// <summary>Runs one cluster's controllers: sleeps until a client's change, a changed fault, the next poll of git or a deadline.</summary>
internal sealed class ClusterLoop(
    Cluster cluster, ConfigRepository repository, AsyncSignal faults, string statePath, SandboxOptions options, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);

    private DateTimeOffset _nextPoll = DateTimeOffset.MinValue;

    /// <summary>Runs until cancelled; a failure is logged, and the loop continues after a pause.</summary>
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

    /// <returns>True when git changed during the pass, so that it must run again.</returns>
    private async Task<bool> PassAsync(CancellationToken cancellationToken)
    {
        var refresh = cluster.Ingest();
        ConfigSnapshot? applied = null;
        if (refresh || time.GetUtcNow() >= _nextPoll)
        {
            // The poll is marked done only after git was read, so that a failed read does not lose a refresh.
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

        // Race: a commit pushed after the read, with its refresh annotation set before the previous one was removed, changed
        // nothing in the store and would be seen only at the next poll. So git is read once more after the removal.
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
