namespace Release.Core.Sources;

/// <summary>What lies between two commits.</summary>
/// <param name="Commits">Those that head has and base has not, oldest first.</param>
/// <param name="Removed">Those that base has and head has not, oldest first: what going back takes away.</param>
/// <param name="Files">What changed; GitHub names at most 300.</param>
/// <param name="CommitCount">How many commits head adds, also those beyond the ones listed.</param>
/// <param name="FilesAreComplete">False when GitHub may have left files out.</param>
public sealed record Comparison(
    CommitSha Base,
    CommitSha Head,
    ChangeRelation Relation,
    IReadOnlyList<SourceCommit> Commits,
    IReadOnlyList<SourceCommit> Removed,
    IReadOnlyList<ChangedFile> Files,
    int CommitCount,
    bool FilesAreComplete);

/// <summary>How a version stands to the one it replaces.</summary>
public enum ChangeRelation
{
    /// <summary>It cannot be said: there was none before, or one of them is no commit that GitHub knows.</summary>
    Unknown,
    Identical,

    /// <summary>It has everything of the one before, and more.</summary>
    Ahead,

    /// <summary>It goes back: commits of the one before are taken away.</summary>
    Behind,

    /// <summary>It adds commits and takes some away.</summary>
    Diverged,
}

/// <param name="Path">In the repository.</param>
/// <param name="Status">GitHub's word: added, removed, modified, renamed, copied, changed, unchanged.</param>
public sealed record ChangedFile(string Path, string Status);

/// <summary>A commit of an application's repository.</summary>
/// <param name="Title">The message's first line.</param>
/// <param name="AuthorLogin">The author's GitHub login; null where GitHub knows none for the address.</param>
/// <param name="AuthorName">As the commit says.</param>
/// <param name="CommittedAt">The committer's time: what lead time counts from.</param>
/// <param name="PullRequest">The pull request it came by; null when there was none or it is not known.</param>
/// <param name="Checks">Whether CI is green on it, where that came along.</param>
public sealed record SourceCommit(
    CommitSha Sha,
    string Title,
    string? AuthorLogin,
    string AuthorName,
    DateTimeOffset CommittedAt,
    PullRequestReference? PullRequest = null,
    CheckState Checks = CheckState.Unknown)
{
    public string Author => AuthorLogin ?? AuthorName;
}

/// <param name="Number">Within its repository.</param>
public sealed record PullRequestReference(int Number, string Title);
