using Release.Core.Previews;
using Release.Core.Sources;

namespace Release.Web.Endpoints.Views;

/// <param name="Checks">What CI says of it: unknown, none, pending, passed or failed.</param>
/// <param name="Tags">Names of the tags on it.</param>
/// <param name="Environments">Where it is what was deployed last.</param>
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
