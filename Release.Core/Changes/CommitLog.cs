namespace Release.Core.Changes;

/// <summary>An application's newest commits, and where each environment is among them.</summary>
/// <param name="Seen">Perhaps from memory.</param>
/// <param name="Places">One per environment that has a version.</param>
public sealed record CommitLog(SourceRepository Repository, SeenOverview Seen, IReadOnlyList<CommitPlace> Places);
