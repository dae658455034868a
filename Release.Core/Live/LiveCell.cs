using Release.Core.Applications;

namespace Release.Core.Live;

/// <summary>What a cluster says of a cell now: the second and third truth.</summary>
/// <param name="SyncedVersion">The tag Argo CD has synced; null when it has none or differs between its applications.</param>
/// <param name="SyncStatus">Synced, OutOfSync, Unknown; the worst of its applications.</param>
/// <param name="HealthStatus">The worst health of its applications.</param>
/// <param name="RunningVersions">Distinct tags of ready pods.</param>
/// <param name="ReadyPods">Ready pods of the wanted version.</param>
/// <param name="WantedPods">How many there should be.</param>
/// <param name="Since">When this last changed.</param>
public sealed record LiveCell(
    ImageTag? SyncedVersion,
    string? SyncStatus,
    string? HealthStatus,
    IReadOnlyList<ImageTag> RunningVersions,
    int ReadyPods,
    int WantedPods,
    DateTimeOffset Since);
