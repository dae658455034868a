using Release.Core.Events;

namespace Release.Data.Events;

/// <summary>
/// Puts events in order as they become visible. A transaction that took its number early may commit late, so what
/// follows a missing number waits for it, but not for ever: a transaction that was undone leaves a hole that is never
/// filled.
/// </summary>
/// <param name="start">The number before the first one wanted.</param>
/// <param name="patience">How long a hole is waited for.</param>
internal sealed class EventOrder(long start, TimeSpan patience)
{
    // When each event that has a hole before it was first seen.
    private readonly Dictionary<long, DateTimeOffset> _seen = [];

    /// <summary>The number of the last event given out; nothing before it will be.</summary>
    public long Last { get; private set; } = start;

    /// <summary>What may be given out now.</summary>
    /// <param name="visible">All events after <see cref="Last"/> that can be read now, in order.</param>
    /// <param name="now">The moment of reading.</param>
    /// <param name="seenWhenWritten">
    /// Whether to take each event's own time as when it was first seen: for the history read at start, whose holes are old.
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

    /// <summary>For each event since when a hole before it is known: since the first of the events from it on was seen.</summary>
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
