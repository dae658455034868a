using System.Collections.Immutable;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.GitHub.Repositories;

/// <summary>A repository's pull requests, kept in one file beside its references.</summary>
internal sealed class PullRequestStore(string path, ILogger logger)
{
    private readonly Lock _gate = new();
    private ImmutableSortedDictionary<int, PullRequest> _pulls =
        (StateFile.Load<List<PullRequest>>(path, logger) ?? []).ToImmutableSortedDictionary(pull => pull.Number, pull => pull);

    /// <summary>By number, the oldest first.</summary>
    public IEnumerable<PullRequest> All => _pulls.Values;

    /// <summary>A different object after every change, for caches.</summary>
    public object Version => _pulls;

    public int NextNumber => _pulls.IsEmpty ? 1 : _pulls.Keys.Max() + 1;

    public PullRequest? Find(int number) => _pulls.GetValueOrDefault(number);

    /// <summary>Updates open pull requests of a moved branch, and closes them when it was deleted.</summary>
    /// <param name="reference">The branch in full; other references change nothing.</param>
    /// <param name="head">Null when it was deleted.</param>
    public void Follow(string reference, string? head, DateTimeOffset now)
    {
        foreach (var pull in All.Where(pull => pull.Open && reference == $"refs/heads/{pull.HeadBranch}").ToList())
        {
            Save(head is null ? pull with { Open = false, ClosedAt = now } : pull with { HeadSha = head });
        }
    }

    public void Save(PullRequest pull)
    {
        lock (_gate)
        {
            _pulls = _pulls.SetItem(pull.Number, pull);
            StateFile.Save(path, _pulls.Values.ToList());
        }
    }
}

/// <summary>A pull request within one repository.</summary>
internal sealed record PullRequest
{
    public required int Number { get; init; }

    public required string Title { get; init; }

    public string Body { get; init; } = "";

    /// <summary>The author's login.</summary>
    public required string Author { get; init; }

    public required string HeadBranch { get; init; }

    public required string HeadSha { get; init; }

    public string BaseBranch { get; init; } = SandboxGitHub.DefaultBranch;

    /// <summary>The base branch's commit when it was opened or merged; the pull request's commits are those between it and the head.</summary>
    public required string BaseSha { get; init; }

    public bool Open { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public DateTimeOffset? MergedAt { get; init; }

    /// <summary>The login of who merged it.</summary>
    public string? MergedBy { get; init; }

    public string? MergeCommitSha { get; init; }

    public IReadOnlyList<string> Labels { get; init; } = [];

    public DateTimeOffset UpdatedAt => ClosedAt ?? CreatedAt;
}
