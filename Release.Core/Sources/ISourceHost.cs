using Release.Core.Failures;

namespace Release.Core.Sources;

/// <summary>
/// GitHub's repositories, read. Silence, 5xx and a used-up quota throw <see cref="OutsideException"/> (kind network or
/// timeout: come back later); a refusal throws it with kind permission; what does not exist is null, unless said otherwise.
/// </summary>
public interface ISourceHost
{
    /// <summary>Null when there is no such repository, or we may not see it.</summary>
    Task<SourceOverview?> OverviewAsync(SourceRepository repository, CancellationToken cancellationToken);

    /// <summary>The commit that a tag, a branch or a commit's name means now; null when there is none.</summary>
    Task<ResolvedReference?> ResolveAsync(SourceRepository repository, GitReferenceName reference, CancellationToken cancellationToken);

    /// <summary>The tags on a commit.</summary>
    /// <param name="committedAt">When it was made: of one older than the newest tags all must be looked through.</param>
    Task<IReadOnlyList<string>> TagsOnAsync(SourceRepository repository, CommitSha commit, DateTimeOffset committedAt, CancellationToken cancellationToken);

    /// <summary>Branches and tags whose name begins so, tags first, at most 20: what a person who types may mean.</summary>
    Task<IReadOnlyList<GitReferenceName>> SuggestAsync(SourceRepository repository, string begin, CancellationToken cancellationToken);

    /// <summary>What lies between two commits, also beyond GitHub's 250 of one page; null when one of them is not known there.</summary>
    Task<Comparison?> CompareAsync(SourceRepository repository, CommitSha @base, CommitSha head, CancellationToken cancellationToken);

    Task<CheckState> ChecksAsync(SourceRepository repository, CommitSha commit, CancellationToken cancellationToken);
}

/// <summary>What is remembered of GitHub for some seconds, for those who hear of a change before it is asked for again: a push, a tag.</summary>
public interface ISourceHostCache
{
    /// <summary>The next question about this repository goes to GitHub.</summary>
    void Forget(SourceRepository repository);
}

/// <summary>What CI says of a commit.</summary>
public enum CheckState
{
    /// <summary>Nobody could be asked.</summary>
    Unknown,

    /// <summary>There are no checks.</summary>
    None,
    Pending,
    Passed,
    Failed,
}
