using Release.Sandbox.Kubernetes.Faults;

namespace Release.Sandbox.Faults;

/// <summary>
/// Takes one cluster away and brings it back, and what else can go wrong with it, as people and scripts ask for it.
/// Nothing of it outlives the process. Safe to use from any thread.
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

    /// <summary>What is wrong now.</summary>
    public ClusterTrouble Trouble => Volatile.Read(ref _state).Trouble;

    /// <summary>Null while it is there.</summary>
    public DateTimeOffset? AwaySince => Volatile.Read(ref _state).AwaySince;

    /// <summary>Has exactly this wrong with it, and nothing else; when it returns, that is so.</summary>
    /// <exception cref="IOException">It cannot come back: somebody else took its port meanwhile.</exception>
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

    /// <summary>Forgets the history and ends every open watch, so that whoever resumes one is told 410.</summary>
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

            // A watch that is open goes on whatever happens to one's rights; nobody would see a difference for minutes.
            _api.DropWatches();
        }
        else
        {
            _api.EndRefusals();
        }
    }

    private sealed record State(ClusterTrouble Trouble, DateTimeOffset? AwaySince);
}

/// <summary>What is wrong with a cluster's API server. What stands here is all there is: the default is a cluster that works.</summary>
/// <param name="Away">Its connections end, and no new one succeeds.</param>
/// <param name="Hang">While it is away: connecting succeeds and nothing ever answers, instead of being refused.</param>
/// <param name="Delay">Before every answer.</param>
/// <param name="Forbidden">It answers every request with 403.</param>
public sealed record ClusterTrouble(bool Away = false, bool Hang = false, TimeSpan Delay = default, bool Forbidden = false);
