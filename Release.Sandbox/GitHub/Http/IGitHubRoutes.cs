namespace Release.Sandbox.GitHub.Http;

/// <summary>The routes of one resource.</summary>
internal interface IGitHubRoutes
{
    IEnumerable<GitHubRoute> Routes { get; }
}
