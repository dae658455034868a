using Release.Core.Failures;

namespace Release.Core.Sources;

/// <summary>
/// Reads repositories on GitHub. No answer, 5xx and a used-up quota throw <see cref="OutsideException"/> (kind network or
/// timeout: retry later); a refusal throws it with kind permission; what does not exist is null, unless stated otherwise.
/// </summary>
public interface ISourceHost
{
    /// <summary>Null when there is no such repository, or we may not see it.</summary>
    Task<SourceOverview?> OverviewAsync(SourceRepository repository, CancellationToken cancellationToken);

    /// <summary>The commit that a tag, a branch or a commit's name means now; null when there is none.</summary>
    Task<ResolvedReference?> ResolveAsync(SourceRepository repository, GitReferenceName reference, CancellationToken cancellationToken);

    /// <summary>The tags on a commit.</summary>
    /// <param name="committedAt">When it was made. For a commit older than the newest tags, all tags must be read.</param>
    Task<IReadOnlyList<string>> TagsOnAsync(SourceRepository repository, CommitSha commit, DateTimeOffset committedAt, CancellationToken cancellationToken);

    /// <summary>Branches and tags with this prefix, tags first, at most 20, as suggestions while a person types.</summary>
    Task<IReadOnlyList<GitReferenceName>> SuggestAsync(SourceRepository repository, string begin, CancellationToken cancellationToken);

    /// <summary>The changes between two commits, over all pages of GitHub's answer (250 commits each); null when GitHub does not know one of them.</summary>
    Task<Comparison?> CompareAsync(SourceRepository repository, CommitSha @base, CommitSha head, CancellationToken cancellationToken);

    Task<CheckState> ChecksAsync(SourceRepository repository, CommitSha commit, CancellationToken cancellationToken);
}

/// <summary>The cache of GitHub's answers, which live for some seconds. Call it when a webhook reports a change.</summary>
public interface ISourceHostCache
{
    /// <summary>Drops the repository's cached answers, so that the next question goes to GitHub.</summary>
    void Forget(SourceRepository repository);
}

/// <summary>What CI says of a commit.</summary>
public enum CheckState
{
    /// <summary>GitHub could not be asked.</summary>
    Unknown,

    /// <summary>There are no checks.</summary>
    None,
    Pending,
    Passed,
    Failed,
}
