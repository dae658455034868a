using Release.Core.Sources;

namespace Release.Integrations.GitHub.Sources;

/// <summary>A commit as REST tells it.</summary>
/// <param name="Author">The author's account; null or without a login where GitHub knows none.</param>
internal sealed record CommitObject(CommitSha Sha, CommitObject.Details Commit, CommitObject.Account? Author, IReadOnlyList<CommitObject.Parent>? Parents)
{
    public DateTimeOffset At => Commit.Committer?.Date ?? Commit.Author?.Date ?? DateTimeOffset.UnixEpoch;

    internal sealed record Details(string Message, Signature? Author, Signature? Committer);

    internal sealed record Signature(string? Name, DateTimeOffset? Date);

    internal sealed record Account(string? Login);

    internal sealed record Parent(CommitSha Sha);
}
