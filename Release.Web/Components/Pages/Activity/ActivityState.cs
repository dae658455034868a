using Release.Core.Events;

namespace Release.Web.Components.Pages.Activity;

/// <summary>The events on the page, and newer ones that wait while somebody reads. Pure.</summary>
internal sealed class ActivityState(int pageSize)
{
    /// <summary>Limits the memory of a page that stays open for days.</summary>
    private const int MaxEvents = 500;

    private readonly SortedDictionary<long, ReleaseEvent> _shown = [];
    private readonly SortedDictionary<long, ReleaseEvent> _waiting = [];

    /// <summary>Newest first.</summary>
    public IEnumerable<ReleaseEvent> Shown => _shown.Values.Reverse();

    public int Waiting => _waiting.Count;

    /// <summary>Whether there may be older events.</summary>
    public bool HasOlder { get; private set; }

    /// <summary>Where the next older page begins; null when nothing is shown.</summary>
    public long? Oldest => _shown.Count == 0 ? null : _shown.First().Key;

    /// <summary>Replaces everything by a page of events, newest first.</summary>
    public void Load(IReadOnlyList<ReleaseEvent> page)
    {
        _shown.Clear();
        _waiting.Clear();
        foreach (var happened in page)
        {
            _shown[happened.Sequence] = happened;
        }

        HasOlder = page.Count == pageSize;
    }

    /// <summary>
    /// Adds the newest events, some of which may be known. Events are ordered by their number, also when committed late.
    /// </summary>
    /// <param name="latest">Newest first.</param>
    /// <param name="reading">True when the user has scrolled: new events wait, so that nothing moves.</param>
    /// <returns>Whether the page must render again.</returns>
    public bool Take(IReadOnlyList<ReleaseEvent> latest, bool reading)
    {
        // Events older than this belong to the next page.
        var oldest = HasOlder ? Oldest ?? 0 : 0;
        var fresh = latest.Where(happened => happened.Sequence > oldest && !_shown.ContainsKey(happened.Sequence) && !_waiting.ContainsKey(happened.Sequence)).ToArray();
        foreach (var happened in fresh)
        {
            (reading ? _waiting : _shown)[happened.Sequence] = happened;
        }

        Trim(reading ? _waiting : _shown);
        return (!reading && ShowWaiting()) || fresh.Length > 0;
    }

    /// <returns>Whether any event was waiting.</returns>
    public bool ShowWaiting()
    {
        if (_waiting.Count == 0)
        {
            return false;
        }

        foreach (var (sequence, happened) in _waiting)
        {
            _shown[sequence] = happened;
        }

        _waiting.Clear();
        Trim(_shown);
        return true;
    }

    private void Trim(SortedDictionary<long, ReleaseEvent> events)
    {
        while (events.Count > MaxEvents)
        {
            events.Remove(events.First().Key);
            HasOlder = true;
        }
    }
}
