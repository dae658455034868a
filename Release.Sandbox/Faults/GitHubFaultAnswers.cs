using System.Globalization;
using System.Text.Json;

namespace Release.Sandbox.Faults;

/// <summary>
/// GitHub's two limits. The primary one is a quota for the hour: 403 with <c>x-ratelimit-remaining: 0</c> and when it is full again
/// (GraphQL: 200 with an error). The secondary one is for pace: 403 with <c>retry-after</c>.
/// Source: https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api and the same for GraphQL.
/// </summary>
internal sealed class GitHubFaultAnswers : IFaultAnswers
{
    private const string Documentation = "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api";
    private const int Limit = 5000;

    /// <summary>People signing in and git have no such limits, and one may always ask what is left.</summary>
    public bool IsLimited(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/login", StringComparison.Ordinal)
        && context.Request.Path.Value is { } path
        && !path.EndsWith("/rate_limit", StringComparison.Ordinal)
        && !path.Contains(".git/", StringComparison.Ordinal);

    public Task FailAsync(HttpContext context) => WriteAsync(context, StatusCodes.Status502BadGateway, new { message = "Server Error" });

    public Task RefuseForQuotaAsync(HttpContext context, DateTimeOffset until, DateTimeOffset now)
    {
        var isGraphQl = context.Request.Path.Value?.EndsWith("/graphql", StringComparison.Ordinal) == true;
        var headers = context.Response.Headers;
        headers["x-ratelimit-limit"] = Number(Limit);
        headers["x-ratelimit-remaining"] = "0";
        headers["x-ratelimit-used"] = Number(Limit);
        headers["x-ratelimit-reset"] = Number((long)Math.Ceiling((until - DateTimeOffset.UnixEpoch).TotalSeconds));
        headers["x-ratelimit-resource"] = isGraphQl ? "graphql" : "core";
        const string message = "API rate limit exceeded for user ID 1.";
        return isGraphQl
            ? WriteAsync(context, StatusCodes.Status200OK, new { errors = new[] { new { type = "RATE_LIMITED", message } } })
            : WriteAsync(context, StatusCodes.Status403Forbidden, new { message, documentation_url = Documentation, status = "403" });
    }

    public Task RefuseForPaceAsync(HttpContext context, DateTimeOffset until, DateTimeOffset now)
    {
        context.Response.Headers.RetryAfter = Number((long)Math.Ceiling((until - now).TotalSeconds));
        return WriteAsync(context, StatusCodes.Status403Forbidden, new
        {
            message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
            documentation_url = $"{Documentation}#about-secondary-rate-limits",
            status = "403",
        });
    }

    private static Task WriteAsync<T>(HttpContext context, int status, T body)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(body, JsonSerializerOptions.Web, "application/json; charset=utf-8", context.RequestAborted);
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
