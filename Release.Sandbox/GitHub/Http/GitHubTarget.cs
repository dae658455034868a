using Microsoft.AspNetCore.Http.Features;

namespace Release.Sandbox.GitHub.Http;

/// <summary>What a request is for, from its target as sent: an escaped slash within a branch's name must stay one.</summary>
/// <param name="Path">Escaped, without Enterprise's prefix.</param>
/// <param name="Prefix"><c>/api/v3</c> when it was sent as to an Enterprise server; else empty.</param>
internal sealed record GitHubTarget(string Path, string Prefix)
{
    private const string Enterprise = "/api/v3";

    /// <summary>A path of names as it stands in addresses, its slashes as they are.</summary>
    public static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    public static GitHubTarget Of(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (Uri.TryCreate(target, UriKind.Absolute, out var absolute) && absolute.Scheme.StartsWith("http", StringComparison.Ordinal))
        {
            target = absolute.PathAndQuery;
        }

        // Whoever puts "/repos/…" behind an address that ends with a slash means one.
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
