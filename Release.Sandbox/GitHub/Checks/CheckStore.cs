using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Release.Sandbox.Git.Objects;

namespace Release.Sandbox.GitHub.Checks;

/// <summary>
/// The check runs of commits. A commit without a stored result has one made up from its id: about two minutes long, and failed for a few.
/// Stored results are lost when the sandbox stops.
/// </summary>
internal sealed class CheckStore(TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Repository, string Sha), IReadOnlyList<CheckRun>> _set = new();

    /// <summary>The runs of a commit, by name.</summary>
    public IReadOnlyList<CheckRun> Of(string repository, GitCommit commit) =>
        _set.TryGetValue((repository, commit.Sha), out var runs) ? runs : [Sample(commit)];

    /// <summary>Stores the result of a check; one of the same name is replaced.</summary>
    public void Set(string repository, string sha, CheckRun run) =>
        _set.AddOrUpdate((repository, sha), _ => [run], (_, runs) => [.. runs.Where(other => other.Name != run.Name), run]);

    /// <summary>The combined state: <c>success</c>, <c>failure</c> or <c>pending</c>.</summary>
    public string StateOf(string repository, GitCommit commit)
    {
        var runs = Of(repository, commit);
        return runs.Any(run => run.Conclusion is not (null or "success" or "skipped" or "neutral")) ? "failure"
            : runs.Any(run => run.Conclusion is null) ? "pending" : "success";
    }

    private CheckRun Sample(GitCommit commit)
    {
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes(commit.Sha));
        var start = commit.Committer.Time.AddSeconds(20);
        var end = start.AddSeconds(90 + hash[0]);
        var running = end > time.GetUtcNow();
        var id = 30_000_000_000 + (BitConverter.ToUInt32(hash) % 1_000_000_000);
        var conclusion = hash[1] % 12 == 0 && !commit.Message.StartsWith("Merge ", StringComparison.Ordinal) ? "failure" : "success";
        return new CheckRun(id, "CI / test", running ? "in_progress" : "completed", running ? null : conclusion, start, running ? null : end);
    }
}

/// <summary>One check run of a commit.</summary>
/// <param name="Status"><c>queued</c>, <c>in_progress</c> or <c>completed</c>.</param>
/// <param name="Conclusion"><c>success</c>, <c>failure</c>, <c>cancelled</c>, …; null until it is completed.</param>
/// <param name="DetailsUrl">Its page: a path of the site that begins with a slash; null for the commit's page.</param>
internal sealed record CheckRun(
    long Id, string Name, string Status, string? Conclusion, DateTimeOffset StartedAt, DateTimeOffset? CompletedAt, string? DetailsUrl = null);
