using System.Text.RegularExpressions;

namespace Release.Integrations.GitHub.Client;

/// <summary>One operation of GitHub's REST API that Release calls.</summary>
/// <param name="Method">GET, POST, PUT or DELETE.</param>
/// <param name="Template">As GitHub's own OpenAPI description writes it, for example <c>/repos/{owner}/{repo}/commits/{ref}</c>.</param>
/// <param name="Permission">What a token needs for it, in GitHub's words; it stands in the remedy when GitHub refuses.</param>
internal sealed partial record GitHubRoute(string Method, string Template, string Permission)
{
    /// <summary>Asking twice does no harm.</summary>
    public bool IsSafe => Method is "GET" or "HEAD";

    /// <summary>
    /// The path for these values, in the template's order. A value is one segment: a slash in it, as in a branch's name,
    /// is escaped, as GitHub's own clients do.
    /// </summary>
    /// <exception cref="ArgumentException">A value is none that can stand in a path.</exception>
    public string Expand(params string[] values)
    {
        var next = 0;
        var path = Placeholder().Replace(Template, _ => Escape(values[next++]));
        return next == values.Length ? path : throw new ArgumentException($"{Template} takes {next} values.", nameof(values));
    }

    // "." and ".." would survive the escaping and lead to another path.
    private static string Escape(string value) => value is "" or "." or ".."
        ? throw new ArgumentException($"'{value}' cannot be part of an address.", nameof(value))
        : Uri.EscapeDataString(value);

    [GeneratedRegex(@"\{[a-z_]+\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
