using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Release.Integrations.GitHub.Client;

/// <summary>What GitHub answered, read to its end.</summary>
/// <param name="Words">The body of what is no success, not yet known to be sound JSON.</param>
internal sealed record GitHubAnswer(HttpResponseMessage Response, byte[] Words, GitHubLimits Limits)
{
    public HttpStatusCode Status => Response.StatusCode;

    public bool IsSuccess => Response.IsSuccessStatusCode;

    public bool IsRedirect => Status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
}

/// <summary>What an answer says of GitHub's rate limits (https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api).</summary>
/// <param name="Resource">Which quota it counted against; null when it does not say.</param>
/// <param name="Remaining">How many requests are left until <paramref name="Reset"/>.</param>
/// <param name="Reset">How long until the quota is full again, by GitHub's own clock where the answer has its time.</param>
/// <param name="RetryAfter">How long it asks to wait.</param>
internal sealed record GitHubLimits(string? Resource, long? Remaining, TimeSpan? Reset, TimeSpan? RetryAfter)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(24);

    public static GitHubLimits Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        var there = headers.Date ?? now;
        var reset = Number(headers, "x-ratelimit-reset") is { } seconds and > 0 and < 100_000_000_000
            ? Within(DateTimeOffset.FromUnixTimeSeconds(seconds) - there)
            : (TimeSpan?)null;
        var wait = headers.RetryAfter?.Delta ?? (headers.RetryAfter?.Date - there);
        return new GitHubLimits(Text(headers, "x-ratelimit-resource"), Number(headers, "x-ratelimit-remaining"), reset, wait is { } asked ? Within(asked) : null);
    }

    private static TimeSpan Within(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time > s_longest ? s_longest : time;

    private static long? Number(HttpResponseHeaders headers, string name) =>
        long.TryParse(Text(headers, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Text(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
