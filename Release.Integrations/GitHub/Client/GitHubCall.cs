using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Octokit.Caching;

namespace Release.Integrations.GitHub.Client;

/// <summary>
/// The context of one call, for the handler below Octokit, whose typed calls take no cancellation token and have no place
/// for a description or the needed permission. It flows with the async call, so that parallel calls do not mix.
/// </summary>
/// <param name="what">What is requested, for messages: "the commits of example/publisher".</param>
internal sealed class GitHubCall(GitHubRoute route, string what, GitHubAddresses addresses, IGitHubCredential credential, CancellationToken cancellationToken)
{
    private static readonly AsyncLocal<GitHubCall?> Ambient = new();

    public static GitHubCall Current => Ambient.Value ?? throw new InvalidOperationException($"Requests to GitHub must go through {nameof(GitHubApi)}.");

    public GitHubRoute Route => route;

    public string What => what;

    public GitHubAddresses Addresses => addresses;

    public IGitHubCredential Credential => credential;

    /// <summary>The caller's; it cancels the request.</summary>
    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>GitHub's successful answer, while Octokit reads it; of several pages the last one.</summary>
    public GitHubAnswer? Answer { get; set; }

    /// <summary>Answers to cache once Octokit could read them.</summary>
    public List<(Uri Address, CachedResponse.V1 Response)> NewAnswers { get; } = [];

    public async Task<T> RunAsync<T>(Func<Task<T>> ask)
    {
        Ambient.Value = this;
        return await ask();
    }
}

/// <summary>GitHub's answer, fully read.</summary>
/// <param name="Words">The body if the status is not 2xx, possibly not valid JSON; otherwise empty.</param>
internal sealed record GitHubAnswer(HttpResponseMessage Response, byte[] Words, GitHubLimits Limits)
{
    public HttpStatusCode Status => Response.StatusCode;

    public bool IsSuccess => Response.IsSuccessStatusCode;

    public bool IsRedirect => Status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
}

/// <summary>An answer's headers about GitHub's rate limits (https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api).</summary>
/// <param name="Resource">The quota that the request counted against; null if the answer does not say.</param>
/// <param name="Remaining">How many requests are left until <paramref name="Reset"/>.</param>
/// <param name="Reset">How long until the quota is full again, by GitHub's clock if the answer has its time.</param>
/// <param name="RetryAfter">How long GitHub asks to wait.</param>
internal sealed record GitHubLimits(string? Resource, long? Remaining, TimeSpan? Reset, TimeSpan? RetryAfter)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(24);

    public static GitHubLimits Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        var there = headers.Date ?? now;
        var reset = Number(headers, "x-ratelimit-reset") is { } seconds and > 0 and < 100_000_000_000
            ? Within(DateTimeOffset.FromUnixTimeSeconds(seconds) - there)
            : (TimeSpan?)null;
        var wait = headers.RetryAfter?.Delta ?? (headers.RetryAfter?.Date - there);
        return new GitHubLimits(Text(headers, "x-ratelimit-resource"), Number(headers, "x-ratelimit-remaining"), reset, wait is { } asked ? Within(asked) : null);
    }

    private static TimeSpan Within(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time > LongestWait ? LongestWait : time;

    private static long? Number(HttpResponseHeaders headers, string name) =>
        long.TryParse(Text(headers, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Text(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}

/// <summary>The addresses of GitHub's REST and GraphQL APIs.</summary>
/// <param name="Rest">With a slash at the end.</param>
internal sealed record GitHubAddresses(Uri Rest, Uri GraphQl)
{
    private const string EnterpriseRest = "/api/v3";

    public static GitHubAddresses Of(GitHubOptions options)
    {
        var rest = options.ApiAddress.TrimEnd('/');
        var beside = rest.EndsWith(EnterpriseRest, StringComparison.OrdinalIgnoreCase) ? $"{rest[..^EnterpriseRest.Length]}/api/graphql" : $"{rest}/graphql";
        return new GitHubAddresses(new Uri($"{rest}/", UriKind.Absolute), new Uri(options.GraphQlAddress.Length > 0 ? options.GraphQlAddress : beside, UriKind.Absolute));
    }

    /// <summary>Whether both addresses have the same scheme, host and port, so that Release's token may be sent there.</summary>
    public static bool IsSameHost(Uri one, Uri other) =>
        one.Scheme == other.Scheme && string.Equals(one.Host, other.Host, StringComparison.OrdinalIgnoreCase) && one.Port == other.Port;
}
