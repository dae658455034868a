namespace Release.Core.Changes;

/// <summary>A tag and the commit it leads to.</summary>
public sealed record SourceTag(string Name, CommitSha Sha, DateTimeOffset CommittedAt);
