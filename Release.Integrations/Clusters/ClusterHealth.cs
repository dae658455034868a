using Release.Core.Clusters;
using Release.Core.Environments;
using Release.Integrations.Kubernetes.Watch;

namespace Release.Integrations.Clusters;

/// <summary>
/// Reports when a cluster becomes unreachable and when it is reachable again. Watches are cut and reopened all the time;
/// only one that stays closed for <see cref="Grace"/> counts.
/// </summary>
internal sealed class ClusterHealth : IDisposable
{
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private readonly ClusterCache _cache;
    private readonly Action<EnvironmentName> _changed;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private bool _isConnected;
    private bool _isWaiting;
    private string? _problem;

    /// <param name="changed">Called on any thread, with no lock held.</param>
    public ClusterHealth(ClusterCache cache, TimeProvider clock, Action<EnvironmentName> changed)
    {
        (_cache, _changed) = (cache, changed);
        _timer = clock.CreateTimer(_ => Look(graceIsOver: true), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        cache.Applications.StatusChanged += _ => Look(graceIsOver: false);
        cache.Deployments.StatusChanged += _ => Look(graceIsOver: false);
        cache.Pods.StatusChanged += _ => Look(graceIsOver: false);
    }

    public ClusterConnection Current
    {
        get
        {
            var now = _cache.Connection;
            lock (_lock)
            {
                return now.Connected || !_isConnected ? now : now with { Connected = true, Problem = null };
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look(bool graceIsOver)
    {
        if (Take(_cache.Connection, graceIsOver))
        {
            _changed(_cache.Environment);
        }
    }

    /// <summary>Returns whether the status has changed.</summary>
    private bool Take(ClusterConnection now, bool graceIsOver)
    {
        lock (_lock)
        {
            if (now.Connected || !_isConnected || graceIsOver)
            {
                var isNews = now.Connected != _isConnected || now.Problem != _problem;
                (_isConnected, _problem, _isWaiting) = (now.Connected, now.Problem, false);
                return isNews;
            }

            if (!_isWaiting)
            {
                _isWaiting = true;
                _timer.Change(Grace, Timeout.InfiniteTimeSpan);
            }

            return false;
        }
    }
}
