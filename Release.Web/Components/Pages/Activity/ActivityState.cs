using Release.Core.Events;

namespace Release.Web.Components.Pages.Activity;

/// <summary>Which events are on the page, and which have come since but wait until one has read. Pure.</summary>
internal sealed class ActivityState(int pageSize)
{
    /// <summary>A page that stays open for days must not grow for days.</summary>
    private const int Most = 500;

    private readonly SortedDictionary<long, ReleaseEvent> _shown = [];
    private readonly SortedDictionary<long, ReleaseEvent> _waiting = [];

    /// <summary>Newest first.</summary>
    public IEnumerable<ReleaseEvent> Shown => _shown.Values.Reverse();

    public int Waiting => _waiting.Count;

    /// <summary>Whether there may be older ones than those shown.</summary>
    public bool HasOlder { get; private set; }

    /// <summary>Where the next older page begins; null when nothing is shown.</summary>
    public long? Oldest => _shown.Count == 0 ? null : _shown.First().Key;

    /// <summary>A page as it was read, newest first.</summary>
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
    /// Takes the newest events, of which some are known. One that was committed late finds its place by its number.
    /// </summary>
    /// <param name="latest">Newest first.</param>
    /// <param name="reading">True when one has scrolled: what is new waits, so that nothing moves.</param>
    /// <returns>Whether the page looks different.</returns>
    public bool Take(IReadOnlyList<ReleaseEvent> latest, bool reading)
    {
        // Older than the page: it belongs to the next one.
        var oldest = HasOlder ? Oldest ?? 0 : 0;
        var fresh = latest.Where(happened => happened.Sequence > oldest && !_shown.ContainsKey(happened.Sequence) && !_waiting.ContainsKey(happened.Sequence)).ToArray();
        foreach (var happened in fresh)
        {
            (reading ? _waiting : _shown)[happened.Sequence] = happened;
        }

        Trim(reading ? _waiting : _shown);
        return (!reading && ShowWaiting()) || fresh.Length > 0;
    }

    /// <returns>Whether there were any.</returns>
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
        while (events.Count > Most)
        {
            events.Remove(events.First().Key);
            HasOlder = true;
        }
    }
}
