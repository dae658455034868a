using Release.Core.Environments;
using Release.Core.Pipeline;

namespace Release.Integrations.SmokeTests;

/// <summary>
/// What this process has observed of its runs. Results are decided by the cluster's state; this keeps only what the cluster
/// forgets: that an object existed before somebody deleted it, and the output of a pod that Kubernetes removed.
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

/// <summary>What this process has observed of one run. A cell has one pass at a time, so it needs no lock.</summary>
internal sealed class ObservedRun
{
    /// <summary>The UID of the run's object; null before it was observed.</summary>
    public string? Uid { get; set; }

    /// <summary>When tests behind an address first answered that they run.</summary>
    public DateTimeOffset? RunningSince { get; set; }

    /// <summary>The end of the tests' output when it was last read.</summary>
    public string Output { get; set; } = "";

    /// <summary>Whether the tests were observed running; if the pod is missing afterwards, it was deleted and will not come.</summary>
    public bool HasRun { get; set; }

    /// <summary>What delayed it when it was last checked; null if nothing did.</summary>
    public string? Trouble { get; set; }

    /// <summary>How often its output could not be read after its end.</summary>
    public int Unread { get; set; }

    /// <summary>The result when Release deleted the run's object on purpose; it must be returned again.</summary>
    public SmokeTestResult? Ended { get; set; }
}
