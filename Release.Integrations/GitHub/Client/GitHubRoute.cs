using System.Text.RegularExpressions;

namespace Release.Integrations.GitHub.Client;

/// <summary>One operation of GitHub's API that Release calls.</summary>
/// <param name="Method">GET, POST, PUT or DELETE.</param>
/// <param name="Template">As GitHub's own OpenAPI description writes it, for example <c>/repos/{owner}/{repo}/commits/{ref}</c>.</param>
/// <param name="Permission">The permission that a token needs, as GitHub calls it; named in the message if GitHub refuses.</param>
internal sealed partial record GitHubRoute(string Method, string Template, string Permission)
{
    /// <summary>A POST, but Release only sends queries.</summary>
    public static readonly GitHubRoute GraphQl = new("POST", "/graphql", "Contents: read, Pull requests: read, Commit statuses: read and Checks: read");

    /// <summary>Sending it twice is harmless, so it may be repeated when the outcome is unknown.</summary>
    public bool IsSafe => Method is "GET" || ReferenceEquals(this, GraphQl);

    /// <summary>The quota that it counts against, as named in <c>x-ratelimit-resource</c>.</summary>
    public string Quota => ReferenceEquals(this, GraphQl) ? "graphql" : "core";

    /// <summary>The relative address for these values, in the template's order.</summary>
    /// <exception cref="ArgumentException">A value cannot be part of a path.</exception>
    public Uri Of(params string[] values)
    {
        var next = 0;
        var path = Placeholder().Replace(Template, _ => Segment(values[next++]));
        return next == values.Length ? new Uri(path[1..], UriKind.Relative) : throw new ArgumentException($"{Template} takes {next} values.", nameof(values));
    }

    /// <summary>
    /// Escapes a value as one segment of a path, also for Octokit's own calls, which do not escape. A slash, as in a
    /// branch's name, is escaped, as in GitHub's own clients.
    /// </summary>
    /// <exception cref="ArgumentException">It is empty, "." or "..", which would lead to another path.</exception>
    public static string Segment(string value) => value is "" or "." or ".."
        ? throw new ArgumentException($"'{value}' cannot be part of an address.", nameof(value))
        : Uri.EscapeDataString(value);

    [GeneratedRegex(@"\{[a-z_]+\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}

/// <summary>
/// Every operation of GitHub's REST API that Release calls. The tests check each field against GitHub's OpenAPI description.
/// </summary>
internal static class GitHubRoutes
{
    private const string Contents = "Contents: read";
    private const string WriteContents = "Contents: read and write";
    private const string Actions = "Actions: read";
    private const string Members = "Members: read (an organisation permission)";
    private const string App = "a GitHub App that is installed in the organisation";

    public static readonly GitHubRoute Compare = new("GET", "/repos/{owner}/{repo}/compare/{basehead}", Contents);
    public static readonly GitHubRoute Commit = new("GET", "/repos/{owner}/{repo}/commits/{ref}", Contents);
    public static readonly GitHubRoute Tags = new("GET", "/repos/{owner}/{repo}/tags", Contents);
    public static readonly GitHubRoute MatchingReferences = new("GET", "/repos/{owner}/{repo}/git/matching-refs/{ref}", Contents);
    public static readonly GitHubRoute Statuses = new("GET", "/repos/{owner}/{repo}/commits/{ref}/status", "Commit statuses: read");
    public static readonly GitHubRoute CheckRuns = new("GET", "/repos/{owner}/{repo}/commits/{ref}/check-runs", "Checks: read");

    public static readonly GitHubRoute Reference = new("GET", "/repos/{owner}/{repo}/git/ref/{ref}", Contents);
    public static readonly GitHubRoute CreateReference = new("POST", "/repos/{owner}/{repo}/git/refs", WriteContents);
    public static readonly GitHubRoute DeleteReference = new("DELETE", "/repos/{owner}/{repo}/git/refs/{ref}", WriteContents);
    public static readonly GitHubRoute Tree = new("GET", "/repos/{owner}/{repo}/git/trees/{tree_sha}", Contents);
    public static readonly GitHubRoute Blob = new("GET", "/repos/{owner}/{repo}/git/blobs/{file_sha}", Contents);
    public static readonly GitHubRoute Commits = new("GET", "/repos/{owner}/{repo}/commits", Contents);
    public static readonly GitHubRoute ReadFile = new("GET", "/repos/{owner}/{repo}/contents/{path}", Contents);
    public static readonly GitHubRoute WriteFile = new("PUT", "/repos/{owner}/{repo}/contents/{path}", WriteContents);
    public static readonly GitHubRoute Merge = new("POST", "/repos/{owner}/{repo}/merges", WriteContents);

    public static readonly GitHubRoute Dispatch = new("POST", "/repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches", "Actions: read and write");
    public static readonly GitHubRoute WorkflowRuns = new("GET", "/repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs", Actions);
    public static readonly GitHubRoute WorkflowRun = new("GET", "/repos/{owner}/{repo}/actions/runs/{run_id}", Actions);

    public static readonly GitHubRoute OrganisationMembership = new("GET", "/orgs/{org}/memberships/{username}", Members);
    public static readonly GitHubRoute TeamMembership = new("GET", "/orgs/{org}/teams/{team_slug}/memberships/{username}", Members);

    public static readonly GitHubRoute OrganisationInstallation = new("GET", "/orgs/{org}/installation", App);
    public static readonly GitHubRoute InstallationToken = new("POST", "/app/installations/{installation_id}/access_tokens", App);
}
