using Release.Core.Applications;

namespace Release.Core.Clusters;

/// <summary>The current state of a cell in its cluster: what is synced and what the pods run.</summary>
/// <param name="SyncedVersion">
/// The tag that Argo CD (or Release itself) has synced into the cluster; null when there is none or when the applications of
/// one image have different ones.
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
    /// <summary>When synced version, sync status or health last changed.</summary>
    public DateTimeOffset SyncedSince { get; init; } = Since;

    /// <summary>When the running versions last changed.</summary>
    public DateTimeOffset RunningSince { get; init; } = Since;

    /// <summary>Details of the sync; null when nothing syncs this application.</summary>
    public LiveSync? Sync { get; init; }

    /// <summary>A manual change of the image in the cluster; null when there is none.</summary>
    public ManualChange? ManualChange { get; init; }

    /// <summary>A Deployment replaces its pods right now.</summary>
    public bool IsRollingOut { get; init; }

    /// <summary>A sync or a rollout is under way, so a difference between the versions is expected.</summary>
    public bool IsMoving => IsRollingOut || Sync is { IsRunning: true };
}

/// <summary>
/// Details of an application's sync; of several applications on one image, those of the worst. Lists are joined into
/// texts, so that records with equal content are equal.
/// </summary>
/// <param name="Revision">The commit that it compared the cluster with.</param>
/// <param name="Phase">The phase of its last operation; null when there was none.</param>
/// <param name="Message">That operation's message.</param>
/// <param name="Conditions">Reported problems, as <c>type: message</c>; null when there are none.</param>
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
