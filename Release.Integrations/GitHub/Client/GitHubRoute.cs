using System.Text.RegularExpressions;

namespace Release.Integrations.GitHub.Client;

/// <summary>One operation of GitHub's API that Release calls.</summary>
/// <param name="Method">GET, POST, PUT or DELETE.</param>
/// <param name="Template">As GitHub's own OpenAPI description writes it, for example <c>/repos/{owner}/{repo}/commits/{ref}</c>.</param>
/// <param name="Permission">What a token needs for it, in GitHub's words; it stands in the remedy when GitHub refuses.</param>
internal sealed partial record GitHubRoute(string Method, string Template, string Permission)
{
    /// <summary>A POST, but Release only asks questions with it.</summary>
    public static readonly GitHubRoute GraphQl = new("POST", "/graphql", "Contents: read, Pull requests: read, Commit statuses: read and Checks: read");

    /// <summary>Asking twice does no harm: it may be sent again when nobody knows what became of it.</summary>
    public bool IsSafe => Method is "GET" || ReferenceEquals(this, GraphQl);

    /// <summary>Which of GitHub's quotas it counts against, as <c>x-ratelimit-resource</c> names it.</summary>
    public string Quota => ReferenceEquals(this, GraphQl) ? "graphql" : "core";

    /// <summary>The address beneath the API's for these values, in the template's order.</summary>
    /// <exception cref="ArgumentException">A value is none that can stand in a path.</exception>
    public Uri Of(params string[] values)
    {
        var next = 0;
        var path = Placeholder().Replace(Template, _ => Segment(values[next++]));
        return next == values.Length ? new Uri(path[1..], UriKind.Relative) : throw new ArgumentException($"{Template} takes {next} values.", nameof(values));
    }

    /// <summary>
    /// A value as one segment of a path, for Octokit's own calls too, which put it there as it is. A slash, as in a branch's
    /// name, is escaped, as GitHub's own clients do.
    /// </summary>
    /// <exception cref="ArgumentException">It is none that can stand in a path: "." and ".." would lead to another.</exception>
    public static string Segment(string value) => value is "" or "." or ".."
        ? throw new ArgumentException($"'{value}' cannot be part of an address.", nameof(value))
        : Uri.EscapeDataString(value);

    [GeneratedRegex(@"\{[a-z_]+\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
