namespace Release.Web.Endpoints.Views;

/// <summary>A commit that is brought, or taken away.</summary>
/// <param name="Title">The message's first line.</param>
/// <param name="Author">GitHub login, or the name in the commit where GitHub knows none.</param>
/// <param name="PullRequest">The number of the pull request it came by; null when there was none.</param>
/// <param name="Removed">Taken away rather than brought.</param>
internal sealed record ChangedCommitView(string Sha, string Title, string Author, DateTime CommittedAt, string Url, int? PullRequest, bool Removed);
