using System.Collections.Concurrent;

namespace Release.Core.Pipeline.Steps;

/// <summary>
/// The builds that this process has requested from GitHub. It is empty after a restart, on purpose: only the process that
/// stored a request knows that GitHub has not been asked yet.
/// </summary>
internal sealed class BuildAttempts
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(2);

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _wishes = new();
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _looks = new();

    /// <summary>Notes that this pass stores the request for a build.</summary>
    public void Wish(Guid deployment, DateTimeOffset at) => _wishes[deployment] = at;

    /// <summary>True once, and only for a request that this process stored.</summary>
    public bool TakeWish(Guid deployment, DateTimeOffset at) => _wishes.TryRemove(KeyValuePair.Create(deployment, at));

    /// <summary>Whether GitHub may be asked again. A true result counts as a call.</summary>
    public bool MayLook(Guid deployment, TimeSpan interval, DateTimeOffset now)
    {
        if (_looks.TryGetValue(deployment, out var last) && now - last < interval)
        {
            return false;
        }

        Forget(now);
        _looks[deployment] = now;
        return true;
    }

    /// <summary>GitHub did not answer: the call does not count, so the next pass asks again.</summary>
    public void LookFailed(Guid deployment) => _looks.TryRemove(deployment, out _);

    private void Forget(DateTimeOffset now)
    {
        foreach (var old in _looks.Where(look => now - look.Value > Kept))
        {
            _looks.TryRemove(old);
            _wishes.TryRemove(old.Key, out _);
        }
    }
}
