namespace Release.Core.Changes;

/// <summary>What lies between two versions of an application.</summary>
/// <param name="Head">Null when the version is no commit that GitHub knows.</param>
/// <param name="HeadCommittedAt">What lead time counts from.</param>
/// <param name="Comparison">Null when there is nothing to compare with.</param>
/// <param name="Migrations">Paths among the changed files that are database migrations.</param>
/// <param name="Note">Why the list is empty or not whole, in a sentence; null when it is whole.</param>
public sealed record ChangeSet(
    SourceRepository Repository,
    CommitSha? Base,
    CommitSha? Head,
    DateTimeOffset? HeadCommittedAt,
    Comparison? Comparison,
    IReadOnlyList<string> Migrations,
    string? Note)
{
    public ChangeRelation Relation => Comparison?.Relation ?? ChangeRelation.Unknown;

    /// <summary>To be kept with a deployment.</summary>
    public ShippedChanges For(Guid deploymentId, DateTimeOffset at) => Comparison is null
        ? ShippedChanges.Unknown(deploymentId, Repository, Head, HeadCommittedAt, Note ?? "", at)
        : ShippedChanges.Of(deploymentId, Repository, Comparison, HeadCommittedAt, Migrations, Note, at);
}
