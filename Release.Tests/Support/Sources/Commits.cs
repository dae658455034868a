using Release.Core.Sources;

namespace Release.Tests.Support.Sources;

/// <summary>Commits in memory: <c>Sha('a')</c> is forty of them.</summary>
internal static class Commits
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static readonly SourceRepository Repository = SourceRepository.Parse("example/publisher");

    public static CommitSha Sha(char digit) => CommitSha.Parse(new string(digit, CommitSha.Length));

    public static SourceCommit Commit(char digit, string? login = "alice", int? pull = null) => new(
        Sha(digit), $"Change {digit}", login, login ?? "Somebody", Noon.AddMinutes(digit), pull is { } number ? new PullRequestReference(number, $"Pull {number}") : null);

    public static Comparison Between(char @base, char head, ChangeRelation relation, SourceCommit[] commits, SourceCommit[]? removed = null, params string[] files) => new(
        Sha(@base), Sha(head), relation, commits, removed ?? [], [.. files.Select(path => new ChangedFile(path, "added"))], commits.Length, FilesAreComplete: true);

    public static ChangeSet Set(Comparison comparison, params string[] migrations) =>
        new(Repository, comparison.Base, comparison.Head, Noon, comparison, migrations, null);
}
