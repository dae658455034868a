using Release.Core.Events;

namespace Release.Data.Events;

/// <summary>
/// Releases events in order as they become visible. A transaction that took its number early may commit late, so events
/// after a missing number wait for it, for a limited time: a transaction that was rolled back leaves a gap.
/// </summary>
/// <param name="start">The number before the first one wanted.</param>
/// <param name="patience">How long to wait for a missing number.</param>
internal sealed class EventOrder(long start, TimeSpan patience)
{
    // When each event behind a gap was first seen.
    private readonly Dictionary<long, DateTimeOffset> _seen = [];

    /// <summary>The number of the last released event; no earlier event will be released.</summary>
    public long Last { get; private set; } = start;

    /// <summary>The events that can be released now.</summary>
    /// <param name="visible">All events after <see cref="Last"/> that can be read now, in order.</param>
    /// <param name="now">The moment of reading.</param>
    /// <param name="seenWhenWritten">
    /// Whether an event counts as first seen at its own time: for the history read at the start, whose gaps are old.
    /// </param>
    public IReadOnlyList<ReleaseEvent> Release(IReadOnlyList<ReleaseEvent> visible, DateTimeOffset now, bool seenWhenWritten = false)
    {
        var earliestSeen = EarliestSeen(visible, now, seenWhenWritten);
        var released = new List<ReleaseEvent>(visible.Count);
        for (var index = 0; index < visible.Count; index++)
        {
            var entry = visible[index];
            if (entry.Sequence != Last + 1 && now - earliestSeen[index] < patience)
            {
                break;
            }

            released.Add(entry);
            Last = entry.Sequence;
            _seen.Remove(entry.Sequence);
        }

        return released;
    }

    /// <summary>For each event, how long a gap before it has been known: since the first of the later events was seen.</summary>
    private DateTimeOffset[] EarliestSeen(IReadOnlyList<ReleaseEvent> visible, DateTimeOffset now, bool seenWhenWritten)
    {
        var earliest = new DateTimeOffset[visible.Count];
        var soFar = now;
        for (var index = visible.Count - 1; index >= 0; index--)
        {
            var entry = visible[index];
            if (!_seen.TryGetValue(entry.Sequence, out var seen))
            {
                seen = seenWhenWritten && entry.At < now ? entry.At : now;
                _seen[entry.Sequence] = seen;
            }

            soFar = seen < soFar ? seen : soFar;
            earliest[index] = soFar;
        }

        return earliest;
    }
}
