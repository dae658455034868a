using Release.Core.Sources;

namespace Release.Data.Queries;

/// <summary>The run that builds a deployment's image.</summary>
/// <param name="RunId">GitHub's number of it; null until it is known.</param>
/// <param name="Url">Where a person looks at it; null when it called without our having asked.</param>
public sealed record BuildSummary(long? RunId, string? Url, BuildState State, bool CalledBack);
