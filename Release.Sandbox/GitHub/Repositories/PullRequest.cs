namespace Release.Sandbox.GitHub.Repositories;

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

    /// <summary>The base branch's commit when it was opened or merged: between it and the head are the pull request's commits.</summary>
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
