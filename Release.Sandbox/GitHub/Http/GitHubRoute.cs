using System.Text;
using System.Text.RegularExpressions;

namespace Release.Sandbox.GitHub.Http;

/// <summary>One route. A template's <c>{name}</c> is a segment; <c>{name+}</c> is one or more, for branches with slashes. Earlier routes win.</summary>
/// <param name="Template">Without <c>/api/v3</c>: API routes answer with and without it.</param>
internal sealed record GitHubRoute(string Method, string Template, Func<GitHubCall, Task<GitHubAnswer>> Handler)
{
    private readonly Lazy<Regex> _pattern = new(() => Compile(Template));

    public GitHubRoute(string method, string template, Func<GitHubCall, GitHubAnswer> handler)
        : this(method, template, call => Task.FromResult(handler(call)))
    {
    }

    /// <summary>A page of the site, not of the API: costs no quota, and its errors are pages.</summary>
    public bool Web { get; init; }

    /// <summary>Takes the App's own signed token, which it checks itself, instead of one that stands for somebody.</summary>
    public bool ForApp { get; init; }

    /// <returns>The template's values, decoded; null when the path is another.</returns>
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
