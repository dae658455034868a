namespace Release.Sandbox.GitHub.Repositories;

/// <summary>A reference moved: through the API, by a merge or by a push over HTTP. A push into the folder itself is not reported.</summary>
/// <param name="Repository">The short name: <c>publisher</c>.</param>
/// <param name="Reference">In full: <c>refs/heads/main</c>, <c>refs/tags/v1367</c>.</param>
/// <param name="Before">Null for a new one.</param>
/// <param name="After">Null for one that is gone.</param>
/// <param name="Actor">Login of who did it.</param>
/// <param name="Merged">The pull request that this merged, if it was one.</param>
internal sealed record RepositoryChange(string Repository, string Reference, string? Before, string? After, string Actor, PullRequest? Merged = null);
