using System.Text;
using System.Text.RegularExpressions;

namespace Release.Sandbox.GitHub.Http;

/// <summary>One route. A template's <c>{name}</c> is a segment; <c>{name+}</c> is one or more, for branches with slashes. The first matching route is used.</summary>
/// <param name="Template">Path without <c>/api/v3</c>; API routes match with and without it.</param>
internal sealed record GitHubRoute(string Method, string Template, Func<GitHubRequest, Task<GitHubResponse>> Handler)
{
    private readonly Lazy<Regex> _pattern = new(() => Compile(Template));

    public GitHubRoute(string method, string template, Func<GitHubRequest, GitHubResponse> handler)
        : this(method, template, call => Task.FromResult(handler(call)))
    {
    }

    /// <summary>True for the site instead of the API: not rate limited, and errors are pages.</summary>
    public bool Web { get; init; }

    /// <summary>True when the route expects the GitHub App's JSON web token and checks it itself.</summary>
    public bool ForApp { get; init; }

    /// <returns>The decoded template values; null when the path does not match.</returns>
    public Dictionary<string, string>? Match(string path)
    {
        var match = _pattern.Value.Match(path);
        return match.Success
            ? match.Groups.Values.Skip(1).ToDictionary(group => group.Name, group => Uri.UnescapeDataString(group.Value), StringComparer.Ordinal)
            : null;
    }

    private static Regex Compile(string template)
    {
        var pattern = new StringBuilder("^");
        for (var at = 0; at < template.Length;)
        {
            if (template[at] != '{')
            {
                pattern.Append(Regex.Escape(template[at].ToString()));
                at++;
                continue;
            }

            var end = template.IndexOf('}', at);
            var name = template[(at + 1)..end];
            pattern.Append(name.EndsWith('+') ? $"(?<{name[..^1]}>.+)" : $"(?<{name}>[^/]+)");
            at = end + 1;
        }

        return new Regex(pattern.Append("/?$").ToString(), RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
    }
}

/// <summary>The routes of one resource.</summary>
internal interface IGitHubRoutes
{
    IEnumerable<GitHubRoute> Routes { get; }
}
