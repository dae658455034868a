using Release.Core.Changes;
using Release.Integrations.GitHub.Objects;

namespace Release.Integrations.GitHub.Sources;

/// <summary>REST's commits in our words.</summary>
internal static class CommitMapping
{
    public static DateTimeOffset At(CommitObject commit) =>
        commit.Commit.Committer?.Date ?? commit.Commit.Author?.Date ?? DateTimeOffset.UnixEpoch;

    public static SourceCommit Map(CommitObject commit, PullRequestReference? pull) => new(
        commit.Sha, CommitMessage.Title(commit.Commit.Message), commit.Author?.Login, commit.Commit.Author?.Name ?? "", At(commit), pull);
}
