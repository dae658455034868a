using Release.Sandbox.Kubernetes.Faults;

namespace Release.Sandbox.Faults;

/// <summary>
/// Makes one cluster unavailable, slow or forbidden on demand, and restores it.
/// The state is lost when the process ends. Thread-safe.
/// </summary>
public sealed class ClusterFaults : IDisposable
{
    private readonly ApiFaults _api;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private State _state = new(new ClusterTrouble(), null);

    internal ClusterFaults(string environment, ApiFaults api, TimeProvider time)
    {
        Environment = environment;
        _api = api;
        _time = time;
    }

    public string Environment { get; }

    /// <summary>The faults in force.</summary>
    public ClusterTrouble Trouble => Volatile.Read(ref _state).Trouble;

    /// <summary>Since when it is unavailable; null while it is available.</summary>
    public DateTimeOffset? AwaySince => Volatile.Read(ref _state).AwaySince;

    /// <summary>Replaces the faults; they are in force when the task completes.</summary>
    /// <exception cref="IOException">The service cannot listen again because another process took its port.</exception>
    public async Task SetAsync(ClusterTrouble trouble, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            _api.AnswerSlowly(trouble.Delay);
            Forbid(trouble.Forbidden);
            if (trouble.Away)
            {
                await _api.GoAwayAsync(trouble.Hang);
            }
            else if (_api.IsAway)
            {
                await _api.ComeBackAsync(cancellationToken);
            }

            Volatile.Write(ref _state, new State(trouble, trouble.Away ? AwaySince ?? _time.GetUtcNow() : null));
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Ends every open watch in the middle of its stream.</summary>
    public void DropWatches() => _api.DropWatches();

    /// <summary>Drops the history and ends every open watch, so that resuming one gets 410.</summary>
    public void ExpireHistory()
    {
        _api.ExpireHistory();
        _api.DropWatches();
    }

    public void Dispose() => _turn.Dispose();

    private void Forbid(bool forbidden)
    {
        if (forbidden == Trouble.Forbidden)
        {
            return;
        }

        if (forbidden)
        {
            _api.Refuse();

            // An open watch continues after rights were revoked, so the change would stay unseen for minutes.
            _api.DropWatches();
        }
        else
        {
            _api.EndRefusals();
        }
    }

    private sealed record State(ClusterTrouble Trouble, DateTimeOffset? AwaySince);
}

/// <summary>The faults of a cluster's API server; the default has none.</summary>
/// <param name="Away">Connections are closed, and new ones fail.</param>
/// <param name="Hang">While away, connections are accepted and never answered, instead of refused.</param>
/// <param name="Delay">Delay before every response.</param>
/// <param name="Forbidden">Every request gets 403.</param>
public sealed record ClusterTrouble(bool Away = false, bool Hang = false, TimeSpan Delay = default, bool Forbidden = false);
