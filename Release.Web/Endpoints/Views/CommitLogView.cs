using Release.Core.Previews;
using Release.Core.Sources;

namespace Release.Web.Endpoints.Views;

/// <summary>An application's newest commits, where each environment is among them, and its tags.</summary>
/// <param name="Available">Whether anything is known.</param>
/// <param name="Reason">Why it is not, or why it is not fresh, in a sentence.</param>
/// <param name="StaleSince">When it was last fresh, where it is from memory; null where it is fresh.</param>
/// <param name="Commits">Of the default branch, newest first, at most 40.</param>
/// <param name="Tags">Newest first, at most 20.</param>
/// <param name="Environments">Every environment that has a version, also where its commit is not among the listed.</param>
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
