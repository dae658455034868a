using System.Collections.Concurrent;

namespace Release.Sandbox.GitHub.Http;

/// <summary>
/// The quota of each token within an hour. Without a token it is as large as with one: every anonymous client of the sandbox has the same address.
/// </summary>
internal sealed class RateLimits(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, (DateTimeOffset Reset, int Used)> _used = new(StringComparer.Ordinal);

    /// <summary>Calls per hour; fewer, to see what a client does without any left.</summary>
    public int Limit { get; set; } = 5000;

    /// <summary>What is left after a call.</summary>
    /// <param name="cost">0 for one that does not count, such as an answer 304.</param>
    public RateLimit Take(string caller, int cost)
    {
        var now = time.GetUtcNow();
        var (reset, used) = _used.AddOrUpdate(
            caller,
            _ => (now + Window, cost),
            (_, former) => former.Reset <= now ? (now + Window, cost) : (former.Reset, former.Used + cost));
        return new RateLimit(Limit, Math.Max(0, Limit - used), reset, used);
    }

    /// <summary>Gives everybody all of it back.</summary>
    public void Clear() => _used.Clear();
}
