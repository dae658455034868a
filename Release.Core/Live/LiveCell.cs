using Release.Core.Applications;

namespace Release.Core.Live;

/// <summary>What a cluster says of a cell now: the second and third truth.</summary>
/// <param name="SyncedVersion">
/// The tag that whatever syncs the environment (Argo CD, or Release itself) has brought into the cluster; null when it has
/// none or differs between the applications of one image.
/// </param>
/// <param name="SyncStatus">Synced, OutOfSync, Unknown; the worst of its applications.</param>
/// <param name="HealthStatus">The worst health of its applications.</param>
/// <param name="RunningVersions">Distinct tags of ready pods.</param>
/// <param name="ReadyPods">Ready pods of the wanted version.</param>
/// <param name="WantedPods">How many there should be.</param>
/// <param name="Since">When any of this last changed.</param>
public sealed record LiveCell(
    ImageTag? SyncedVersion,
    string? SyncStatus,
    string? HealthStatus,
    IReadOnlyList<ImageTag> RunningVersions,
    int ReadyPods,
    int WantedPods,
    DateTimeOffset Since)
{
    /// <summary>Since when the second truth (version, sync status, health) is so.</summary>
    public DateTimeOffset SyncedSince { get; init; } = Since;

    /// <summary>Since when the pods run these versions.</summary>
    public DateTimeOffset RunningSince { get; init; } = Since;

    /// <summary>More of the second truth; null where nothing syncs this application.</summary>
    public LiveSync? Sync { get; init; }

    /// <summary>Somebody else's change of the image in the cluster; null when there is none.</summary>
    public ForeignChange? Foreign { get; init; }

    /// <summary>A Deployment replaces its pods right now.</summary>
    public bool IsRollingOut { get; init; }

    /// <summary>A sync or a rollout is under way, so that truths that differ are on their way to agree.</summary>
    public bool IsMoving => IsRollingOut || Sync is { IsRunning: true };
}
