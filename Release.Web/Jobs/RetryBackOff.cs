using System.Collections.Concurrent;

namespace Release.Web.Jobs;

/// <summary>When what has failed may be tried again: after a first pause, doubling up to a longest.</summary>
internal sealed class RetryBackOff<TKey>(TimeSpan first, TimeSpan longest)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, (int Failures, DateTimeOffset Due)> _failed = new();

    public bool IsDue(TKey key, DateTimeOffset now) => Wait(key, now) is null;

    /// <summary>How long it may not be tried; null when it may.</summary>
    public TimeSpan? Wait(TKey key, DateTimeOffset now) => _failed.TryGetValue(key, out var entry) && entry.Due > now ? entry.Due - now : null;

    /// <summary>Returns the pause.</summary>
    public TimeSpan Failed(TKey key, DateTimeOffset now)
    {
        var failures = (_failed.TryGetValue(key, out var before) ? before.Failures : 0) + 1;
        var pause = first * Math.Pow(2, Math.Min(failures - 1, 20));
        pause = pause < longest ? pause : longest;
        _failed[key] = (failures, now + pause);
        return pause;
    }

    public void Succeeded(TKey key) => _failed.TryRemove(key, out _);

    /// <summary>Forgets what was due before a moment.</summary>
    public void Forget(DateTimeOffset before)
    {
        foreach (var (key, _) in _failed.Where(entry => entry.Value.Due < before).ToArray())
        {
            _failed.TryRemove(key, out _);
        }
    }
}
