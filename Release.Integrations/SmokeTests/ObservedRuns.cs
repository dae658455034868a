using Release.Core.Environments;
using Release.Core.Pipeline;

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
            if (_runs.TryGetValue(key, out var observed))
            {
                return observed;
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

/// <summary>What was seen of one run; a cell's passes come one at a time.</summary>
internal sealed class ObservedRun
{
    /// <summary>Of its object; null before it was seen.</summary>
    public string? Uid { get; set; }

    /// <summary>When tests behind an address were first heard to run.</summary>
    public DateTimeOffset? RunningSince { get; set; }

    /// <summary>The end of what the tests had written when they were last looked at.</summary>
    public string Output { get; set; } = "";

    /// <summary>Whether its tests were seen to run: a pod that is missing then was taken away, and is not waited for.</summary>
    public bool HasRun { get; set; }

    /// <summary>What held it up when it was last looked at.</summary>
    public string? Trouble { get; set; }

    /// <summary>How often its output could not be read after its end.</summary>
    public int Unread { get; set; }

    /// <summary>What was said when its object was deleted on purpose; the same must be said again.</summary>
    public SmokeTestResult? Ended { get; set; }
}
