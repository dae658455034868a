namespace Release.Sandbox.GitHub.Repositories;

/// <summary>A pull request of a history that is being made up; its commits are marks until git has named them.</summary>
internal sealed record PlannedPull(PullRequest Pull, int Base, int Head, int? Merge)
{
    public PullRequest Named(Dictionary<int, string> names) => Pull with
    {
        BaseSha = names[Base],
        HeadSha = names[Head],
        MergeCommitSha = Merge is { } merge ? names[merge] : null,
    };
}
