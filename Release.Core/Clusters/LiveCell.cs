using Release.Core.Applications;

namespace Release.Core.Clusters;

/// <summary>What a cluster says of a cell now: the second and third truth.</summary>
/// <param name="SyncedVersion">
/// The tag that whatever syncs the environment (Argo CD, or Release itself) has brought into the cluster; null when it has
/// none or differs between the applications of one image.
/// </param>
/// <param name="SyncStatus">The worst of its applications.</param>
/// <param name="HealthStatus">The worst health of its applications.</param>
/// <param name="RunningVersions">Distinct tags of ready pods.</param>
/// <param name="ReadyPods">Ready pods of the wanted version.</param>
/// <param name="WantedPods">How many there should be.</param>
/// <param name="Since">When any of this last changed.</param>
public sealed record LiveCell(
    ImageTag? SyncedVersion,
    Reported<SyncStatus>? SyncStatus,
    Reported<HealthStatus>? HealthStatus,
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
    public ManualChange? Foreign { get; init; }

    /// <summary>A Deployment replaces its pods right now.</summary>
    public bool IsRollingOut { get; init; }

    /// <summary>A sync or a rollout is under way, so that truths that differ are on their way to agree.</summary>
    public bool IsMoving => IsRollingOut || Sync is { IsRunning: true };
}

/// <summary>
/// What whatever syncs an application says beside its version; of several applications on one image, the worst one's.
/// Texts, so that two that are equal can be told to be.
/// </summary>
/// <param name="Revision">The commit that it compared the cluster with.</param>
/// <param name="Phase">Of its last operation; null when there was none.</param>
/// <param name="Message">That operation's own words.</param>
/// <param name="Conditions">What it complains of, as <c>type: message</c>; null when of nothing.</param>
/// <param name="OutOfSync">Which resources differ from git, for example <c>Deployment frontend</c>; null when none does.</param>
/// <param name="Disagreement">How several applications on one image differ, for example <c>frontend has v2, draft-frontend v1</c>.</param>
public sealed record LiveSync(
    string? Revision = null,
    Reported<OperationPhase>? Phase = null,
    string? Message = null,
    string? Conditions = null,
    string? OutOfSync = null,
    string? Disagreement = null)
{
    public bool IsRunning => Phase is { } phase && phase.IsRunning();
}

/// <summary>The image of a Deployment was changed by somebody who is neither Release nor Argo CD.</summary>
/// <param name="Manager">Kubernetes' name of who holds the field, for example <c>kubectl-set</c>.</param>
/// <param name="Version">What they set; null when it has no tag.</param>
/// <param name="At">When, as the API server recorded it.</param>
public sealed record ManualChange(string Manager, ImageTag? Version, DateTimeOffset? At);
