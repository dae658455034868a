namespace Release.Core.Changes;

/// <summary>What the application page shows of a repository, from one call (contracts §9).</summary>
/// <param name="Commits">The newest of the default branch, newest first, at most 40.</param>
/// <param name="Tags">The newest by commit date, newest first, at most 20.</param>
/// <param name="DependencyPullRequests">Open pull requests labelled <c>dependencies</c>.</param>
/// <param name="SeenAt">When GitHub said so.</param>
public sealed record SourceOverview(
    SourceRepository Repository,
    string DefaultBranch,
    IReadOnlyList<SourceCommit> Commits,
    IReadOnlyList<SourceTag> Tags,
    int DependencyPullRequests,
    DateTimeOffset SeenAt);
