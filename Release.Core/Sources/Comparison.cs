namespace Release.Core.Sources;

/// <summary>The changes between two commits.</summary>
/// <param name="Commits">Commits in head but not in base, oldest first.</param>
/// <param name="Removed">Commits in base but not in head, oldest first: what a rollback removes.</param>
/// <param name="Files">The changed files; GitHub lists at most 300.</param>
/// <param name="CommitCount">How many commits head adds, including those not listed.</param>
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

/// <summary>How a version relates to the one it replaces.</summary>
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
/// <param name="CommittedAt">The committer's time, the start of the lead time.</param>
/// <param name="PullRequest">Its pull request; null when there is none or it is not known.</param>
/// <param name="Checks">The CI result, if the answer contained it.</param>
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
