using Release.Core.Applications;
using Release.Core.Sources;

namespace Release.Data.Stores;

/// <summary>A deployment of which is not recorded yet what it shipped.</summary>
public sealed record PendingChanges(Guid DeploymentId, Cell Cell, VersionPoint Version, ImageTag? Replaced);
