using Release.Core.Sources;
using Release.Data.Queries;

namespace Release.Web.Endpoints.Views;

/// <summary>What a deployment shipped, or would ship.</summary>
/// <param name="Relation">unknown, identical, ahead, behind or diverged.</param>
/// <param name="Commits">Oldest first; those brought, then those taken away.</param>
/// <param name="CommitCount">How many are brought, also those that are not listed.</param>
/// <param name="Authors">Of the commits brought and taken away, each once.</param>
/// <param name="Migrations">Paths of changed files that are database migrations.</param>
/// <param name="CompareUrl">Where GitHub shows the same; null when there is nothing to compare.</param>
/// <param name="Note">Why the list is empty or not whole, in a sentence; null when it is whole.</param>
/// <param name="TakenAt">When GitHub was asked; null when it has not been.</param>
internal sealed record ChangesView(
    string Relation,
    IReadOnlyList<ChangedCommitView> Commits,
    int CommitCount,
    IReadOnlyList<ChangedPullRequestView> PullRequests,
    IReadOnlyList<string> Authors,
    IReadOnlyList<string> Migrations,
    string? BaseCommit,
    string? HeadCommit,
    DateTime? HeadCommittedAt,
    string? CompareUrl,
    string? Note,
    DateTime? TakenAt)
{
    public static ChangesView NotTaken(string note) => new("unknown", [], 0, [], [], [], null, null, null, null, note, null);

    public static ChangesView Of(DeploymentChanges changes, SourceSettings sources)
    {
        var repository = SourceRepository.Parse(changes.Repository);
        return new(
            changes.Relation.Word(),
            [.. changes.Commits.Select(commit => new ChangedCommitView(
                commit.Sha, commit.Title, commit.Author, commit.CommittedAt.UtcDateTime, sources.CommitUrl(repository, commit.Sha), commit.PullRequest, commit.IsRemoved))],
            changes.CommitCount,
            Pulls(changes, repository, sources),
            [.. changes.Commits.Select(commit => commit.Author).Distinct(StringComparer.OrdinalIgnoreCase)],
            changes.Migrations,
            changes.BaseCommit,
            changes.HeadCommit,
            changes.HeadCommittedAt?.UtcDateTime,
            changes is { BaseCommit: { } @base, HeadCommit: { } head } && @base != head ? sources.CompareUrl(repository, @base, head) : null,
            changes.Note,
            changes.TakenAt.UtcDateTime);
    }

    private static ChangedPullRequestView[] Pulls(DeploymentChanges changes, SourceRepository repository, SourceSettings sources) =>
        [.. changes.Commits.Where(commit => commit.PullRequest is not null).GroupBy(commit => commit.PullRequest!.Value)
            .Select(group => new ChangedPullRequestView(
                group.Key,
                group.First().PullRequestTitle ?? "",
                sources.PullRequestUrl(repository, group.Key),
                [.. group.Select(commit => commit.Author).Distinct(StringComparer.OrdinalIgnoreCase)],
                group.Count()))];
}
