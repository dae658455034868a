using System.Security.Cryptography;

namespace Release.Sandbox.GitHub.Http;

/// <summary>Writes responses, and handles conditional requests (304).</summary>
internal static class GitHubResponseWriter
{
    /// <summary>Adds the ETag; responds 304 without a body when the client sent the same tag.</summary>
    public static GitHubResponse Conditional(HttpContext context, GitHubResponse answer)
    {
        if (answer.Status != StatusCodes.Status200OK || !(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)))
        {
            return answer;
        }

        var tag = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(answer.Body))}\"";
        answer = answer.With("ETag", tag).With("Cache-Control", "private, max-age=60, s-maxage=60").With("Vary", "Accept, Authorization, Cookie, X-GitHub-OTP");
        var known = context.Request.Headers.IfNoneMatch.ToString().Split(',', StringSplitOptions.TrimEntries);
        return known.Any(other => other == "*" || Strong(other) == Strong(tag))
            ? answer with { Status = StatusCodes.Status304NotModified, Body = [], ContentType = "" }
            : answer;
    }

    public static async Task WriteAsync(HttpContext context, GitHubResponse answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers.Append(name, value);
        }

        if (answer.ContentType.Length == 0)
        {
            return;
        }

        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        response.Headers.XContentTypeOptions = "nosniff";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(answer.Body, context.RequestAborted);
        }
    }

    private static string Strong(string tag) => tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag;
}
