using Microsoft.AspNetCore.Http.Features;

namespace Release.Sandbox.GitHub.Http;

/// <summary>A request's target, read from the raw URL so that an escaped slash in a branch name stays escaped.</summary>
/// <param name="Path">Escaped, without Enterprise's prefix.</param>
/// <param name="Prefix"><c>/api/v3</c> for requests in the form of an Enterprise server; else empty.</param>
internal sealed record GitHubTarget(string Path, string Prefix)
{
    private const string Enterprise = "/api/v3";

    /// <summary>Escapes the segments of a path for a URL and keeps the slashes.</summary>
    public static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    public static GitHubTarget Of(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (Uri.TryCreate(target, UriKind.Absolute, out var absolute) && absolute.Scheme.StartsWith("http", StringComparison.Ordinal))
        {
            target = absolute.PathAndQuery;
        }

        // Clients that append "/repos/…" to an address with a trailing slash send two.
        var path = target.Split('?', 2)[0];
        path = path.StartsWith("//", StringComparison.Ordinal) ? path.TrimStart('/').Insert(0, "/") : path;
        if (path == "/api/graphql")
        {
            return new GitHubTarget("/graphql", Enterprise);
        }

        return path == Enterprise || path.StartsWith(Enterprise + "/", StringComparison.Ordinal)
            ? new GitHubTarget(path.Length == Enterprise.Length ? "/" : path[Enterprise.Length..], Enterprise)
            : new GitHubTarget(path.Length == 0 ? "/" : path, "");
    }
}
