using System.Net;

namespace Release.Integrations.GitHub.Client;

/// <summary>A request to GitHub, without its host and without its secrets.</summary>
/// <param name="Target">Path and query beneath the API's address; of GraphQL empty.</param>
/// <param name="What">What is asked for, in words for people: "the commits of example/publisher".</param>
internal sealed record GitHubRequest(GitHubRoute Route, string Target, string What)
{
    /// <summary>GraphQL is a POST, but Release only asks questions with it.</summary>
    private static readonly GitHubRoute s_graphQl = new("POST", "/graphql", "Contents: read, Pull requests: read, Commit statuses: read and Checks: read");

    /// <summary>JSON; null for none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Statuses beside success that mean something to the caller, who reads them itself.</summary>
    public IReadOnlyList<HttpStatusCode> Expected { get; init; } = [];

    public bool IsGraphQl => ReferenceEquals(Route, s_graphQl);

    /// <summary>Whether it may be sent again when nobody knows what became of it.</summary>
    public bool IsSafe => Route.IsSafe || IsGraphQl;

    /// <summary>Which of GitHub's quotas it counts against, as <c>x-ratelimit-resource</c> names it.</summary>
    public string Quota => IsGraphQl ? "graphql" : "core";

    /// <param name="values">Of the route's placeholders, in their order.</param>
    public static GitHubRequest For(GitHubRoute route, string what, params string[] values) => new(route, route.Expand(values), what);

    public static GitHubRequest ForQuery(string what, byte[] body) => new(s_graphQl, "", what) { Body = body };

    /// <param name="query">Names and values; the values are escaped here.</param>
    public GitHubRequest With(params (string Name, string Value)[] query) =>
        this with { Target = $"{Target}?{string.Join('&', query.Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value)}"))}" };
}
