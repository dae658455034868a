namespace Release.Core.Changes;

/// <summary>What became known of a deployment's image and its commit.</summary>
/// <param name="RequestedAt">A build is about to be asked for; what was known of an earlier one is over.</param>
/// <param name="Run">What was heard of the run that builds the image.</param>
/// <param name="Commit">The commit that the version is.</param>
public sealed record BuildNews(DateTimeOffset? RequestedAt = null, BuildRun? Run = null, CommitSha? Commit = null);
