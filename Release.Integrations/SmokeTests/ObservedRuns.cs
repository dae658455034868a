using Release.Core.Environments;

namespace Release.Integrations.SmokeTests;

/// <summary>
/// What this process has seen of the runs it looks after. All that decides a result is in the cluster; this is only for what
/// the cluster forgets: that an object was there before somebody deleted it, and what a pod wrote before Kubernetes ended it.
/// </summary>
internal sealed class ObservedRuns
{
    private const int Most = 500;

    private readonly Lock _lock = new();
    private readonly Dictionary<(EnvironmentName, string, string), ObservedRun> _runs = [];
    private readonly Queue<(EnvironmentName, string, string)> _order = [];

    public ObservedRun Of(SmokeTestRun run)
    {
        var key = (run.Cell.Environment, run.Namespace, run.Name);
        lock (_lock)
        {
            if (_runs.TryGetValue(key, out var begun))
            {
                return begun;
            }

            if (_order.Count >= Most)
            {
                _runs.Remove(_order.Dequeue());
            }

            _order.Enqueue(key);
            return _runs[key] = new ObservedRun();
        }
    }
}
