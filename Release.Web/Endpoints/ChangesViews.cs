using Release.Core.Commands;
using Release.Core.Previews;
using Release.Core.Sources;
using Release.Data.Queries;

namespace Release.Web.Endpoints;

/// <summary>What a deployment shipped, or would ship.</summary>
/// <param name="Relation">unknown, identical, ahead, behind or diverged.</param>
/// <param name="Commits">First the added commits, then the removed ones, each oldest first.</param>
/// <param name="CommitCount">How many commits are added, including those that are not listed.</param>
/// <param name="Authors">The authors of the listed commits, each once.</param>
/// <param name="Migrations">Paths of changed files that are database migrations.</param>
/// <param name="CompareUrl">GitHub's comparison; null if there is nothing to compare.</param>
/// <param name="Note">A sentence that says why the list is empty or incomplete; null if it is complete.</param>
/// <param name="TakenAt">When GitHub was asked; null if it has not been asked yet.</param>
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

/// <param name="Title">The first line of the message.</param>
/// <param name="Author">The GitHub login, or the name in the commit if GitHub knows no login.</param>
/// <param name="PullRequest">The number of the pull request that merged it; null if there was none.</param>
/// <param name="Removed">The deployment removes the commit instead of adding it.</param>
internal sealed record ChangedCommitView(string Sha, string Title, string Author, DateTime CommittedAt, string Url, int? PullRequest, bool Removed);

/// <param name="Number">Within its repository.</param>
/// <param name="Commits">How many of the commits it merged.</param>
internal sealed record ChangedPullRequestView(int Number, string Title, string Url, IReadOnlyList<string> Authors, int Commits);

/// <summary>What a deployment would ship, and its risks.</summary>
/// <param name="Available">Whether GitHub could be asked for the changes.</param>
/// <param name="Reason">A sentence that says why it could not; null if it could.</param>
/// <param name="Since">Since when GitHub has been unreachable; null if it is reachable.</param>
/// <param name="Version">The image tag that would be deployed; null if it is not known.</param>
/// <param name="Reference">The requested branch, commit or git tag, if it is not the image tag.</param>
/// <param name="ImageExists">Null if no registry could be asked.</param>
/// <param name="Checks">The CI result of the commit: unknown, none, pending, passed or failed.</param>
/// <param name="Changes">Null if not available.</param>
internal sealed record PreviewView(
    bool Available,
    string? Reason,
    DateTime? Since,
    string? Version,
    string? Reference,
    string? SourceCommit,
    bool? ImageExists,
    string Checks,
    ChangesView? Changes,
    IReadOnlyList<RiskView> Risks)
{
    public static PreviewView Of(DeployPreview preview, SourceSettings sources, DateTimeOffset now)
    {
        var found = preview.Resolved as ResolvedVersion.Found;
        return new(
            preview.Changes is not null,
            preview.Trouble,
            preview.Source?.AwaySince?.UtcDateTime,
            found?.Version.Value,
            found?.Reference,
            preview.Changes?.Head?.Value ?? found?.Commit?.Value,
            found?.ImageExists,
            preview.Checks.Word(),
            preview.Changes is { } changes ? ChangesView.Of(DeploymentChanges.Of(changes.For(Guid.Empty, now)), sources) : null,
            [.. preview.Risks.Select(RiskView.Of)]);
    }
}

/// <param name="Kind">A word for programs, such as <c>migrations</c> or <c>othersChanges</c>.</param>
/// <param name="Link">A page that shows the risk; null if there is none.</param>
internal sealed record RiskView(string Kind, string Sentence, string? Link)
{
    public static RiskView Of(Risk risk) => new(char.ToLowerInvariant(risk.Kind.ToString()[0]) + risk.Kind.ToString()[1..], risk.Sentence, risk.Link);
}
