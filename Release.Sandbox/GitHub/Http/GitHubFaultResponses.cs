using System.Globalization;
using System.Text.Json;
using Release.Sandbox.Faults;

namespace Release.Sandbox.GitHub.Http;

/// <summary>
/// GitHub's two limits: the primary rate limit per hour, see <see cref="RateLimit"/>, and the secondary rate limit: 403 with <c>retry-after</c>.
/// </summary>
internal sealed class GitHubFaultResponses : IFaultResponses
{
    /// <summary>Sign-in, git and <c>/rate_limit</c> are not limited.</summary>
    public bool IsLimited(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/login", StringComparison.Ordinal)
        && context.Request.Path.Value is { } path
        && !path.EndsWith("/rate_limit", StringComparison.Ordinal)
        && !path.EndsWith("/info/refs", StringComparison.Ordinal)
        && !path.EndsWith("/git-upload-pack", StringComparison.Ordinal)
        && !path.EndsWith("/git-receive-pack", StringComparison.Ordinal);

    public Task FailAsync(HttpContext context) => WriteAsync(context, StatusCodes.Status502BadGateway, new { message = "Server Error" });

    public Task RefuseForQuotaAsync(HttpContext context, DateTimeOffset until, DateTimeOffset now)
    {
        var limit = new RateLimit(RateLimit.ResourceOf(GitHubTarget.Of(context).Path), RateLimit.Usual, RateLimit.Usual, until);
        return GitHubResponseWriter.WriteAsync(context, limit.Refuse("user ID 1"));
    }

    public Task RefuseForPaceAsync(HttpContext context, DateTimeOffset until, DateTimeOffset now)
    {
        context.Response.Headers.RetryAfter = Number((long)Math.Ceiling((until - now).TotalSeconds));
        return WriteAsync(context, StatusCodes.Status403Forbidden, new
        {
            message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
            documentation_url = $"{RateLimit.Documentation}#about-secondary-rate-limits",
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
