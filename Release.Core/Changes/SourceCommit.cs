namespace Release.Core.Changes;

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
