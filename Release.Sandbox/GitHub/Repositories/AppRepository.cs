using Release.Sandbox.Git;
using Release.Sandbox.Git.History;
using Release.Sandbox.Git.Objects;

namespace Release.Sandbox.GitHub.Repositories;

/// <summary>One repository of the organisation: its git repository and its pull requests.</summary>
internal sealed class AppRepository(string name, GitRepository git, PullRequestStore pulls)
{
    private readonly Lock _gate = new();
    private (object Key, Dictionary<string, PullRequest> ByCommit)? _associated;

    /// <summary>The short name: <c>publisher</c>.</summary>
    public string Name => name;

    public string FullName => $"{SandboxGitHub.Organisation}/{name}";

    public GitRepository Git => git;

    public GitObjects Objects => git.Objects;

    public PullRequestStore Pulls => pulls;

    /// <exception cref="InvalidDataException">There is no such branch any more.</exception>
    public GitCommit Tip(string branch = SandboxGitHub.DefaultBranch) =>
        git.Refs.Find($"refs/heads/{branch}") is { } sha ? Objects.Commit(sha) : throw new InvalidDataException($"{name} has no branch {branch}.");

    /// <summary>Moves all references or none. The caller holds the lock.</summary>
    /// <exception cref="ConflictException">A reference is not what it must be, its name is not allowed, or its object is missing.</exception>
    public async Task MoveAsync(IReadOnlyList<RefChange> changes, CancellationToken cancellationToken)
    {
        try
        {
            await git.Refs.UpdateAsync(changes, cancellationToken);
        }
        catch (GitFailedException exception)
        {
            var (name, before, _) = changes[0];
            throw new ConflictException($"{name} is at {git.Refs.Find(name) ?? "nothing"} but expected {before ?? "nothing"}", exception);
        }
    }

    /// <summary>Branches or tags by name, each with its commit; references to other objects are left out.</summary>
    public IEnumerable<(string Name, GitCommit Commit)> References(string prefix) =>
        from entry in git.Refs.Read()
        where entry.Key.StartsWith(prefix, StringComparison.Ordinal)
        let commit = git.Peel(entry.Value)
        where commit is not null
        select (entry.Key[prefix.Length..], commit);

    /// <summary>A pull request's commits, the newest first.</summary>
    public IReadOnlyList<GitCommit> CommitsOf(PullRequest pull) => CommitWalk.Compare(Objects, pull.BaseSha, pull.HeadSha).Ahead;

    /// <summary>The pull request that contains a commit or was merged by it; null for a pushed commit.</summary>
    public PullRequest? PullRequestOf(string sha)
    {
        lock (_gate)
        {
            var key = pulls.Version;
            if (_associated?.Key != key)
            {
                _associated = (key, Associate());
            }

            return _associated!.Value.ByCommit.GetValueOrDefault(sha);
        }
    }

    private Dictionary<string, PullRequest> Associate()
    {
        var found = new Dictionary<string, PullRequest>(StringComparer.Ordinal);
        foreach (var pull in pulls.All)
        {
            foreach (var commit in CommitsOf(pull))
            {
                found[commit.Sha] = pull;
            }

            if (pull.MergeCommitSha is { } merge)
            {
                found[merge] = pull;
            }
        }

        return found;
    }
}

/// <summary>A change that the current state does not allow: a merge conflict, a closed pull request, or a concurrent push.</summary>
internal sealed class ConflictException(string message, Exception? cause = null) : Exception(message, cause);
