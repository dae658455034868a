using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Controllers;

/// <summary>Objects to reconcile, each once, at its earliest time. Not thread-safe: only the cluster's loop uses it.</summary>
internal sealed class WorkQueue
{
    private readonly PriorityQueue<WorkKey, (DateTimeOffset Due, long Sequence)> _order = new();
    private readonly Dictionary<WorkKey, DateTimeOffset> _due = [];
    private long _sequence;

    public DateTimeOffset? Next
    {
        get
        {
            SkipOutdated();
            return _order.TryPeek(out _, out var priority) ? priority.Due : null;
        }
    }

    public void Add(WorkKey key, DateTimeOffset due)
    {
        if (_due.TryGetValue(key, out var known) && known <= due)
        {
            return;
        }

        _due[key] = due;
        _order.Enqueue(key, (due, _sequence++));
    }

    public bool TryTake(DateTimeOffset now, out WorkKey key)
    {
        SkipOutdated();
        if (!_order.TryPeek(out key, out var priority) || priority.Due > now)
        {
            return false;
        }

        _order.Dequeue();
        _due.Remove(key);
        return true;
    }

    private void SkipOutdated()
    {
        while (_order.TryPeek(out var key, out var priority) && (!_due.TryGetValue(key, out var due) || due != priority.Due))
        {
            _order.Dequeue();
        }
    }
}

/// <summary>One object to reconcile.</summary>
internal readonly record struct WorkKey(WorkKind Kind, ObjectName Name);

/// <summary>Which controller reconciles it.</summary>
internal enum WorkKind
{
    Application,
    Deployment,
    ReplicaSet,
    Job,

    /// <summary>Handled by the kubelet.</summary>
    Pod,
    Namespace,

    /// <summary>Dependents of a deleted owner; the name is the owner's uid.</summary>
    Garbage,

    Workflow,
}
