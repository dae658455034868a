using Release.Core.Previews;
using Release.Core.Sources;

namespace Release.Web.Endpoints;

/// <summary>An application's newest commits and tags, and the commit of each environment.</summary>
/// <param name="Available">Whether GitHub, or the memory of its last answer, has commits.</param>
/// <param name="Reason">A sentence that says why nothing is available, or why it is stale.</param>
/// <param name="StaleSince">When the remembered answer was fresh; null if this answer is fresh.</param>
/// <param name="Commits">Of the default branch, newest first, at most 40.</param>
/// <param name="Tags">Newest first, at most 20.</param>
/// <param name="Environments">Every environment that has a version, even if its commit is not listed.</param>
/// <param name="DependencyPullRequests">How many open pull requests are labelled <c>dependencies</c>.</param>
internal sealed record CommitLogView(
    bool Available,
    string? Reason,
    DateTime? SeenAt,
    DateTime? StaleSince,
    string? Repository,
    string? DefaultBranch,
    IReadOnlyList<CommitLineView> Commits,
    IReadOnlyList<TagView> Tags,
    IReadOnlyList<CommitPlaceView> Environments,
    int DependencyPullRequests)
{
    public static CommitLogView Unknown(string reason) => new(false, reason, null, null, null, null, [], [], [], 0);

    public static CommitLogView Of(CommitLog log, SourceSettings sources)
    {
        var overview = log.Seen.Overview;
        return new(
            overview is not null,
            log.Seen.Trouble,
            overview?.SeenAt.UtcDateTime,
            log.Seen.StaleSince?.UtcDateTime,
            log.Repository.ToString(),
            overview?.DefaultBranch,
            [.. (overview?.Commits ?? []).Select(commit => CommitLineView.Of(commit, log, sources))],
            [.. (overview?.Tags ?? []).Select(tag => new TagView(tag.Name, tag.Sha.Value, tag.CommittedAt.UtcDateTime))],
            [.. log.Places.Select(place => new CommitPlaceView(place.Environment.Value, place.Version.Value, place.Commit?.Value))],
            overview?.DependencyPullRequests ?? 0);
    }
}

/// <param name="Checks">The CI result: unknown, none, pending, passed or failed.</param>
/// <param name="Tags">Names of the tags on this commit.</param>
/// <param name="Environments">Environments whose newest deployed commit is this one.</param>
internal sealed record CommitLineView(
    string Sha,
    string Title,
    string Author,
    DateTime CommittedAt,
    string Url,
    int? PullRequest,
    string? PullRequestUrl,
    string Checks,
    IReadOnlyList<string> Tags,
    IReadOnlyList<string> Environments)
{
    public static CommitLineView Of(SourceCommit commit, CommitLog log, SourceSettings sources) => new(
        commit.Sha.Value,
        commit.Title,
        commit.Author,
        commit.CommittedAt.UtcDateTime,
        sources.CommitUrl(log.Repository, commit.Sha.Value),
        commit.PullRequest?.Number,
        commit.PullRequest is { } pull ? sources.PullRequestUrl(log.Repository, pull.Number) : null,
        commit.Checks.Word(),
        [.. (log.Seen.Overview?.Tags ?? []).Where(tag => tag.Sha == commit.Sha).Select(tag => tag.Name)],
        [.. log.Places.Where(place => place.Commit == commit.Sha).Select(place => place.Environment.Value)]);
}

/// <param name="Sha">Null if the commit of the version is not known.</param>
internal sealed record CommitPlaceView(string Environment, string Version, string? Sha);

internal sealed record TagView(string Name, string Sha, DateTime CommittedAt);
