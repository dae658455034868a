using Release.Core.Sources;
using Release.Integrations.GitHub.Client;
using Release.Integrations.GitHub.Objects;

namespace Release.Integrations.GitHub.Sources;

/// <summary>Compares two commits. The result never changes, so it is cached.</summary>
internal sealed class ComparisonReader(GitHubApi api, PullRequestLinks links)
{
    private const int PageSize = 100;
    private const int MostPages = ShippedChanges.MostCommits / PageSize;

    /// <summary>GitHub lists at most this many files.</summary>
    private const int MostFiles = 300;
    private const int MostKept = 200;

    private readonly LruCache<(SourceRepository Repository, CommitSha Base, CommitSha Head), Comparison> _kept = new(MostKept);

    public async Task<Comparison?> ReadAsync(SourceRepository repository, CommitSha @base, CommitSha head, CancellationToken cancellationToken)
    {
        if (_kept.TryGet((repository, @base, head), out var known))
        {
            return known;
        }

        if (await SideAsync(repository, @base, head, cancellationToken) is not { } added)
        {
            return null;
        }

        var relation = Relation(added.Status);
        var removed = relation is ChangeRelation.Behind or ChangeRelation.Diverged
            ? await SideAsync(repository, head, @base, cancellationToken) ?? Side.Empty
            : Side.Empty;
        var all = await links.FindAsync(repository, [.. added.Commits, .. removed.Commits], cancellationToken);
        var comparison = new Comparison(
            @base, head, relation, Map(added, all.Pulls), Map(removed, all.Pulls), Files(added, removed), added.Total,
            added.Files.Count < MostFiles && removed.Files.Count < MostFiles);
        if (all.IsComplete)
        {
            _kept.Keep((repository, @base, head), comparison);
        }

        return comparison;
    }

    /// <summary>The commits that one side has and the other does not, from all pages.</summary>
    private async Task<Side?> SideAsync(SourceRepository repository, CommitSha without, CommitSha with, CancellationToken cancellationToken)
    {
        var what = $"the comparison of {without.Short} and {with.Short} in {repository}";
        if (await api.FindAsync(GitHubRoutes.Compare, what, Page(1), cancellationToken) is not { } first)
        {
            return null;
        }

        var commits = new List<CommitObject>(first.Commits);
        for (var page = 2; commits.Count < first.TotalCommits && page <= MostPages; page++)
        {
            var next = await api.GetAsync(GitHubRoutes.Compare, what, Page(page), cancellationToken);
            commits.AddRange(next.Commits);
            if (next.Commits.Count == 0)
            {
                break;
            }
        }

        return new Side(first.Status, first.TotalCommits, commits, first.Files ?? []);

        Func<Octokit.IApiConnection, Task<ComparePage?>> Page(int page) =>
            client => client.GetAsync<ComparePage>([repository.Owner, repository.Name, $"{without}...{with}"], ("per_page", $"{PageSize}"), ("page", $"{page}"));
    }

    private static SourceCommit[] Map(Side side, IReadOnlyDictionary<CommitSha, PullRequestReference> pulls) =>
        [.. side.Commits.Select(commit => Map(commit, pulls.GetValueOrDefault(commit.Sha)))];

    private static SourceCommit Map(CommitObject commit, PullRequestReference? pull) =>
        new(commit.Sha, CommitMessage.Title(commit.Commit.Message), commit.Author?.Login, commit.Commit.Author?.Name ?? "", commit.At, pull);

    /// <summary>
    /// GitHub compares with the last common commit, so a comparison backwards lists no files. The files of removed commits
    /// come from the other side's comparison, with added and removed swapped.
    /// </summary>
    private static ChangedFile[] Files(Side added, Side removed) =>
    [
        .. added.Files.Select(file => new ChangedFile(file.Filename, file.Status)),
        .. removed.Files.ExceptBy(added.Files.Select(file => file.Filename), file => file.Filename)
            .Select(file => new ChangedFile(file.Filename, file.Status switch { "added" => "removed", "removed" => "added", var other => other })),
    ];

    private static ChangeRelation Relation(string status) => status switch
    {
        "identical" => ChangeRelation.Identical,
        "ahead" => ChangeRelation.Ahead,
        "behind" => ChangeRelation.Behind,
        "diverged" => ChangeRelation.Diverged,
        _ => ChangeRelation.Unknown,
    };

    private sealed record Side(string Status, int Total, IReadOnlyList<CommitObject> Commits, IReadOnlyList<ComparePage.File> Files)
    {
        public static readonly Side Empty = new("", 0, [], []);
    }
}
