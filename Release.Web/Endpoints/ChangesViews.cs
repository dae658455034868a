using Release.Core.Commands;
using Release.Core.Previews;
using Release.Core.Sources;
using Release.Data.Queries;

namespace Release.Web.Endpoints;

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

/// <summary>A commit that is brought, or taken away.</summary>
/// <param name="Title">The message's first line.</param>
/// <param name="Author">GitHub login, or the name in the commit where GitHub knows none.</param>
/// <param name="PullRequest">The number of the pull request it came by; null when there was none.</param>
/// <param name="Removed">Taken away rather than brought.</param>
internal sealed record ChangedCommitView(string Sha, string Title, string Author, DateTime CommittedAt, string Url, int? PullRequest, bool Removed);

/// <param name="Number">Within its repository.</param>
/// <param name="Commits">How many of the commits came by it.</param>
internal sealed record ChangedPullRequestView(int Number, string Title, string Url, IReadOnlyList<string> Authors, int Commits);

/// <summary>What a deployment would bring, before anybody decides.</summary>
/// <param name="Available">Whether GitHub could say what it ships.</param>
/// <param name="Reason">Why not, in a sentence.</param>
/// <param name="Since">Since when GitHub has been away; null when it is not.</param>
/// <param name="Version">The image's tag that would be deployed; null when that is not known.</param>
/// <param name="Reference">What was asked for, where that is not the tag.</param>
/// <param name="ImageExists">Null when no registry could say.</param>
/// <param name="Checks">What CI says of the commit: unknown, none, pending, passed or failed.</param>
/// <param name="Changes">Null when not available.</param>
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

/// <summary>What one should know before deploying.</summary>
/// <param name="Kind">For programs, such as <c>migrations</c> or <c>othersChanges</c>.</param>
/// <param name="Link">Where one sees it; null when there is no such place.</param>
internal sealed record RiskView(string Kind, string Sentence, string? Link)
{
    public static RiskView Of(Risk risk) => new(char.ToLowerInvariant(risk.Kind.ToString()[0]) + risk.Kind.ToString()[1..], risk.Sentence, risk.Link);
}
