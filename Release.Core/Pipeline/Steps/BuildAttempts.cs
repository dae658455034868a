using System.Collections.Concurrent;

namespace Release.Core.Pipeline.Steps;

/// <summary>
/// What this process has asked of GitHub for deployments that are being built. After a restart it knows nothing, and that
/// is what it is for: only who stored a wish himself may take it that nobody has carried it out yet.
/// </summary>
internal sealed class BuildAttempts
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(2);

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _wishes = new();
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _looks = new();

    /// <summary>This pass stores the wish for a build.</summary>
    public void Wish(Guid deployment, DateTimeOffset at) => _wishes[deployment] = at;

    /// <summary>True once, and only for a wish of this process.</summary>
    public bool TakeWish(Guid deployment, DateTimeOffset at) => _wishes.TryRemove(KeyValuePair.Create(deployment, at));

    /// <summary>Whether GitHub may be asked again; counts as asked when it may.</summary>
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

    /// <summary>GitHub did not answer: it does not count as asked, so every pass while it is away says so.</summary>
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
