namespace Release.Core.Sources;

/// <summary>
/// What a deployment shipped: the commits between the version before and its own. Stored with the deployment, so that it
/// can be shown without GitHub.
/// </summary>
public sealed class ShippedChanges
{
    /// <summary>How many added and how many removed commits are stored; further ones are only counted.</summary>
    public const int MostCommits = 1000;
    public const int MaxNoteLength = 1000;

    private readonly List<ShippedCommit> _commits = [];

    private ShippedChanges()
    {
    }

    public Guid DeploymentId { get; private set; }

    /// <summary><c>owner/name</c>.</summary>
    public string Repository { get; private set; } = "";

    public string? BaseCommit { get; private set; }

    public string? HeadCommit { get; private set; }

    public DateTimeOffset? HeadCommittedAt { get; private set; }

    public ChangeRelation Relation { get; private set; }

    /// <summary>How many commits it added, including those not stored.</summary>
    public int CommitCount { get; private set; }

    /// <summary>Paths of changed files that look like database migrations, one a line.</summary>
    public string Migrations { get; private set; } = "";

    /// <summary>Why the list is empty or incomplete, in a sentence; null when it is complete.</summary>
    public string? Note { get; private set; }

    public DateTimeOffset TakenAt { get; private set; }

    public IReadOnlyList<ShippedCommit> Commits => _commits;

    /// <param name="migrations">Paths among the comparison's files that are database migrations.</param>
    public static ShippedChanges Of(
        Guid deploymentId, SourceRepository repository, Comparison comparison, DateTimeOffset? headCommittedAt, IReadOnlyList<string> migrations, string? note, DateTimeOffset at)
    {
        var changes = Create(deploymentId, repository, comparison.Base, comparison.Head, note, at);
        changes.HeadCommittedAt = headCommittedAt;
        changes.Relation = comparison.Relation;
        changes.CommitCount = comparison.CommitCount;
        changes.Migrations = string.Join('\n', migrations);
        var kept = comparison.Commits.Take(MostCommits).Select(commit => (commit, isRemoved: false))
            .Concat(comparison.Removed.Take(MostCommits).Select(commit => (commit, isRemoved: true)));
        changes._commits.AddRange(kept.Select((entry, ordinal) => ShippedCommit.Of(entry.commit, ordinal, entry.isRemoved)));
        if (comparison.Commits.Count > MostCommits || comparison.Removed.Count > MostCommits)
        {
            changes.Note = Cut($"{changes.Note} Only {MostCommits} commits of each kind are stored.".TrimStart());
        }

        return changes;
    }

    /// <summary>When there is nothing to compare with.</summary>
    public static ShippedChanges Unknown(Guid deploymentId, SourceRepository repository, CommitSha? head, DateTimeOffset? headCommittedAt, string note, DateTimeOffset at)
    {
        var changes = Create(deploymentId, repository, null, head, note, at);
        changes.HeadCommittedAt = headCommittedAt;
        return changes;
    }

    private static ShippedChanges Create(Guid deploymentId, SourceRepository repository, CommitSha? @base, CommitSha? head, string? note, DateTimeOffset at) => new()
    {
        DeploymentId = deploymentId,
        Repository = repository.ToString(),
        BaseCommit = @base?.Value,
        HeadCommit = head?.Value,
        Note = note is null ? null : Cut(note),
        TakenAt = at,
    };

    private static string Cut(string note) => note.Length > MaxNoteLength ? note[..MaxNoteLength] : note;
}

/// <summary>A commit that a deployment added or removed; stored, because the lead time starts with it.</summary>
public sealed class ShippedCommit
{
    public const int MaxTitleLength = 500;
    public const int MaxAuthorLength = 200;

    private ShippedCommit()
    {
    }

    /// <summary>Its place in the list, from 0, oldest first.</summary>
    public int Ordinal { get; private set; }

    public string Sha { get; private set; } = "";

    public string Title { get; private set; } = "";

    public string? AuthorLogin { get; private set; }

    public string AuthorName { get; private set; } = "";

    public DateTimeOffset CommittedAt { get; private set; }

    public int? PullRequest { get; private set; }

    public string? PullRequestTitle { get; private set; }

    /// <summary>Whether the deployment removed the commit instead of adding it.</summary>
    public bool IsRemoved { get; private set; }

    internal static ShippedCommit Of(SourceCommit commit, int ordinal, bool isRemoved) => new()
    {
        Ordinal = ordinal,
        Sha = commit.Sha.Value,
        Title = Cut(commit.Title, MaxTitleLength),
        AuthorLogin = commit.AuthorLogin is null ? null : Cut(commit.AuthorLogin, MaxAuthorLength),
        AuthorName = Cut(commit.AuthorName, MaxAuthorLength),
        CommittedAt = commit.CommittedAt,
        PullRequest = commit.PullRequest?.Number,
        PullRequestTitle = commit.PullRequest is { } pull ? Cut(pull.Title, MaxTitleLength) : null,
        IsRemoved = isRemoved,
    };

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
