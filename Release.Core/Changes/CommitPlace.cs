using Release.Core.Applications;
using Release.Core.Environments;

namespace Release.Core.Changes;

/// <summary>Where an environment is in the history.</summary>
/// <param name="Commit">Null when the version is no commit that is known.</param>
public sealed record CommitPlace(EnvironmentName Environment, ImageTag Version, CommitSha? Commit);
