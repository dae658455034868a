using System.Collections.Concurrent;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Workloads;

/// <summary>The containers' output by pod. Written by the cluster's loop, read by requests.</summary>
internal sealed class PodLogs : IPodLogs
{
    private readonly ConcurrentDictionary<ObjectName, Entry> _entries = new();

    public IReadOnlyList<PodLogLine>? Read(string @namespace, string pod, bool previous)
    {
        var entry = _entries.GetValueOrDefault(new ObjectName(@namespace, pod));
        return previous && entry?.Ended != true ? entry?.Previous : entry?.Current;
    }

    /// <summary>Starts a container instance: the output so far becomes the previous instance's.</summary>
    public void Start(ObjectName pod, DateTimeOffset now, IEnumerable<string> lines) =>
        _entries.AddOrUpdate(pod, _ => new Entry(Stamp(now, lines), null, Ended: false), (_, known) => new Entry(Stamp(now, lines), known.Current, Ended: false));

    public void Append(ObjectName pod, DateTimeOffset now, IEnumerable<string> lines) =>
        _entries.AddOrUpdate(
            pod,
            _ => new Entry(Stamp(now, lines), null, Ended: false),
            (_, known) => known with { Current = [.. known.Current, .. Stamp(now, lines)] });

    /// <summary>The container has ended and waits for its restart: until then its output is returned for the previous instance too, as by a kubelet.</summary>
    public void End(ObjectName pod)
    {
        if (_entries.TryGetValue(pod, out var known))
        {
            _entries[pod] = known with { Ended = true };
        }
    }

    public void Remove(ObjectName pod) => _entries.TryRemove(pod, out _);

    private static List<PodLogLine> Stamp(DateTimeOffset now, IEnumerable<string> lines) =>
        [.. lines.Select((line, index) => new PodLogLine(now.AddMilliseconds(index), line))];

    private sealed record Entry(IReadOnlyList<PodLogLine> Current, IReadOnlyList<PodLogLine>? Previous, bool Ended);
}
