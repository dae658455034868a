using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Release.Sandbox.GitHub.Http;

/// <summary>
/// A caller's hourly rate limit, and GitHub's response when it is used up: 403 with <c>x-ratelimit-remaining: 0</c> and the reset time; for GraphQL
/// 200 with an error. Source: https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api and the same for GraphQL.
/// </summary>
/// <param name="Resource">The separate limits: <c>core</c>, <c>graphql</c>.</param>
internal sealed record RateLimit(string Resource, int Limit, int Used, DateTimeOffset Reset)
{
    public const string Documentation = "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api";

    /// <summary>Calls per hour.</summary>
    public const int Usual = 5000;

    private const string GraphQl = "graphql";

    public int Remaining => Math.Max(0, Limit - Used);

    /// <summary>Seconds since 1970, rounded up so that the limit is reset by then.</summary>
    public long ResetSeconds => (long)Math.Ceiling((Reset - DateTimeOffset.UnixEpoch).TotalSeconds);

    /// <param name="path">Path of the API without prefix.</param>
    public static string ResourceOf(string path) => path == "/graphql" ? GraphQl : "core";

    /// <param name="caller">The caller as GitHub names it, such as <c>user release-machine</c>.</param>
    public GitHubResponse Refuse(string caller)
    {
        var message = $"API rate limit exceeded for {caller}.";
        return Describe(Resource == GraphQl
            ? GitHubResponse.Json(new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["type"] = "RATE_LIMITED", ["message"] = message }) })
            : GitHubResponse.Json(
                new JsonObject { ["message"] = message, ["documentation_url"] = Documentation, ["status"] = "403" }, StatusCodes.Status403Forbidden));
    }

    /// <summary>Adds the rate limit headers.</summary>
    public GitHubResponse Describe(GitHubResponse answer) => answer
        .With("X-RateLimit-Limit", Number(Limit))
        .With("X-RateLimit-Remaining", Number(Remaining))
        .With("X-RateLimit-Reset", Number(ResetSeconds))
        .With("X-RateLimit-Used", Number(Used))
        .With("X-RateLimit-Resource", Resource);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>
/// Hourly rate limits by caller and resource. Anonymous callers get the full limit, because all of them share one address.
/// </summary>
internal sealed class RateLimits(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<(string Caller, string Resource), (DateTimeOffset Reset, int Used)> _used = new();

    /// <summary>Calls per hour; tests lower it to use it up.</summary>
    public int Limit { get; set; } = RateLimit.Usual;

    /// <summary>Counts a call and returns the rest.</summary>
    /// <param name="cost">0 for a call that does not count, such as one answered 304.</param>
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
