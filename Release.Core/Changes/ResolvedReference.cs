namespace Release.Core.Changes;

/// <summary>A git reference and the commit it means now. A tag wins over a branch of the same name, as in git.</summary>
/// <param name="Reference">As it was asked for, in full where it was a commit's short name.</param>
public sealed record ResolvedReference(GitReferenceName Reference, ReferenceKind Kind, CommitSha Sha, DateTimeOffset CommittedAt);
