namespace Release.Data.Queries;

/// <summary>A commit that a deployment brought, or took away.</summary>
/// <param name="Author">Login, or the name in the commit where GitHub knows none.</param>
public sealed record DeploymentCommit(
    string Sha, string Title, string Author, DateTimeOffset CommittedAt, int? PullRequest, string? PullRequestTitle, bool IsRemoved);
