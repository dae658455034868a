using Release.Core.Sources;

namespace Release.Integrations.GitHub.Objects;

/// <summary>A commit from the REST API.</summary>
/// <param name="Author">The author's account; null or without a login if GitHub knows none.</param>
internal sealed record CommitObject(CommitSha Sha, CommitObject.Details Commit, CommitObject.Account? Author, IReadOnlyList<CommitObject.Parent>? Parents)
{
    public DateTimeOffset At => Commit.Committer?.Date ?? Commit.Author?.Date ?? DateTimeOffset.UnixEpoch;

    internal sealed record Details(string Message, Signature? Author, Signature? Committer);

    internal sealed record Signature(string? Name, DateTimeOffset? Date);

    internal sealed record Account(string? Login);

    internal sealed record Parent(CommitSha Sha);
}

/// <param name="Status">ahead, behind, diverged or identical.</param>
/// <param name="TotalCommits">How many commits head has and base has not, on all pages.</param>
/// <param name="Commits">The commits of this page, oldest first.</param>
/// <param name="Files">On the first page only, at most 300.</param>
internal sealed record ComparePage(string Status, int TotalCommits, IReadOnlyList<CommitObject> Commits, IReadOnlyList<ComparePage.File>? Files)
{
    internal sealed record File(string Filename, string Status);
}

internal sealed record CheckRunsPage(IReadOnlyList<CheckRunsPage.Run> CheckRuns)
{
    /// <param name="Status">queued, in_progress, completed, waiting, requested or pending.</param>
    /// <param name="Conclusion">Once completed: success, failure, neutral, cancelled, skipped, timed_out, action_required or stale.</param>
    internal sealed record Run(string Status, string? Conclusion);
}
