using Release.Core.Applications;

namespace Release.Core.Changes;

/// <summary>A version, and its commit where that is known already.</summary>
public sealed record VersionPoint(ImageTag Version, CommitSha? Commit = null);
