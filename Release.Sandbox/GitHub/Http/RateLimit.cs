using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Release.Sandbox.GitHub.Http;

/// <summary>
/// A caller's quota of the hour, and GitHub's words when it is used up: 403 with <c>x-ratelimit-remaining: 0</c> and when it is full again; for GraphQL
/// 200 with an error. Source: https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api and the same for GraphQL.
/// </summary>
/// <param name="Resource">What is counted apart: <c>core</c>, <c>graphql</c>.</param>
internal sealed record RateLimit(string Resource, int Limit, int Used, DateTimeOffset Reset)
{
    public const string Documentation = "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api";

    /// <summary>Calls per hour.</summary>
    public const int Usual = 5000;

    private const string GraphQl = "graphql";

    public int Remaining => Math.Max(0, Limit - Used);

    /// <summary>In seconds since 1970, rounded up: who waits until then has waited long enough.</summary>
    public long ResetSeconds => (long)Math.Ceiling((Reset - DateTimeOffset.UnixEpoch).TotalSeconds);

    /// <param name="path">Of the API, without a prefix.</param>
    public static string ResourceOf(string path) => path == "/graphql" ? GraphQl : "core";

    /// <param name="caller">Whose quota it is, as <c>user release-machine</c>.</param>
    public GitHubAnswer Refuse(string caller)
    {
        var message = $"API rate limit exceeded for {caller}.";
        return Describe(Resource == GraphQl
            ? GitHubAnswer.Json(new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["type"] = "RATE_LIMITED", ["message"] = message }) })
            : GitHubAnswer.Json(
                new JsonObject { ["message"] = message, ["documentation_url"] = Documentation, ["status"] = "403" }, StatusCodes.Status403Forbidden));
    }

    /// <summary>The headers that every answer of the API has.</summary>
    public GitHubAnswer Describe(GitHubAnswer answer) => answer
        .With("X-RateLimit-Limit", Number(Limit))
        .With("X-RateLimit-Remaining", Number(Remaining))
        .With("X-RateLimit-Reset", Number(ResetSeconds))
        .With("X-RateLimit-Used", Number(Used))
        .With("X-RateLimit-Resource", Resource);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}

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
