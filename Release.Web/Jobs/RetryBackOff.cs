using System.Collections.Concurrent;
using Release.Core.Failures;

namespace Release.Web.Jobs;

/// <summary>Remembers by key which work has failed and when it is due again.</summary>
internal sealed class RetryBackOff<TKey>(TimeSpan first, TimeSpan longest)
    where TKey : notnull
{
    private readonly BackOff _backOff = new(first, longest);
    private readonly ConcurrentDictionary<TKey, (int Failures, DateTimeOffset Due)> _failed = new();

    public bool IsDue(TKey key, DateTimeOffset now) => Wait(key, now) is null;

    /// <summary>How long to wait before the next attempt; null when it is due.</summary>
    public TimeSpan? Wait(TKey key, DateTimeOffset now) => _failed.TryGetValue(key, out var entry) && entry.Due > now ? entry.Due - now : null;

    /// <summary>Records a failure and returns the pause until the next attempt.</summary>
    public TimeSpan Failed(TKey key, DateTimeOffset now)
    {
        var failures = (_failed.TryGetValue(key, out var before) ? before.Failures : 0) + 1;
        var pause = _backOff.After(failures);
        _failed[key] = (failures, now + pause);
        return pause;
    }

    public void Succeeded(TKey key) => _failed.TryRemove(key, out _);

    /// <summary>Removes entries that were due before the given time.</summary>
    public void Forget(DateTimeOffset before)
    {
        foreach (var (key, _) in _failed.Where(entry => entry.Value.Due < before).ToArray())
        {
            _failed.TryRemove(key, out _);
        }
    }
}
