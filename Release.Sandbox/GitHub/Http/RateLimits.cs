using System.Collections.Concurrent;

namespace Release.Sandbox.GitHub.Http;

/// <summary>
/// The quotas of each caller within an hour, counted apart for each resource. Without a token it is as large as with one: every anonymous client of the sandbox has the same address.
/// </summary>
internal sealed class RateLimits(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<(string Caller, string Resource), (DateTimeOffset Reset, int Used)> _used = new();

    /// <summary>Calls per hour; fewer, to see what a client does without any left.</summary>
    public int Limit { get; set; } = RateLimit.Usual;

    /// <summary>What is left after a call.</summary>
    /// <param name="cost">0 for one that does not count, such as an answer 304.</param>
    public RateLimit Take(string caller, string resource, int cost)
    {
        var now = time.GetUtcNow();
        var (reset, used) = _used.AddOrUpdate(
            (caller, resource),
            _ => (now + Window, cost),
            (_, former) => former.Reset <= now ? (now + Window, cost) : (former.Reset, former.Used + cost));
        return new RateLimit(resource, Limit, used, reset);
    }
}
