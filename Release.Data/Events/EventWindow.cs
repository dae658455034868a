using Release.Core.Events;

namespace Release.Data.Events;

/// <summary>The newest events in memory, for all followers. Older ones are read from the database.</summary>
internal sealed class EventWindow(int capacity)
{
    private readonly Lock _lock = new();
    private readonly List<ReleaseEvent> _events = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _floor;
    private long _last;

    public void Start(long floor)
    {
        lock (_lock)
        {
            _floor = floor;
            _last = floor;
        }
    }

    public void Add(IReadOnlyList<ReleaseEvent> events)
    {
        if (events.Count == 0)
        {
            return;
        }

        TaskCompletionSource changed;
        lock (_lock)
        {
            _events.AddRange(events);
            _last = events[^1].Sequence;
            var surplus = _events.Count - capacity;
            if (surplus > 0)
            {
                _floor = _events[surplus - 1].Sequence;
                _events.RemoveRange(0, surplus);
            }

            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.TrySetResult();
    }

    /// <summary>The events after <paramref name="after"/>; if there are none, a task to wait for; and the number up to which the database must be read first.</summary>
    public (IReadOnlyList<ReleaseEvent> Events, Task Changed, long? ReadUpTo) After(long after)
    {
        lock (_lock)
        {
            if (after < _floor)
            {
                return ([], Task.CompletedTask, _floor);
            }

            if (after >= _last)
            {
                return ([], _changed.Task, null);
            }

            var first = _events.FindIndex(entry => entry.Sequence > after);
            return (_events.GetRange(first, _events.Count - first), _changed.Task, null);
        }
    }
}
