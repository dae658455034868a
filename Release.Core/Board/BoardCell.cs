using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Deployments;
using Release.Core.Environments;

namespace Release.Core.Board;

/// <summary>One cell of the board: the current state of one application in one environment.</summary>
/// <param name="InConfiguration">Whether the configuration repository has a file for it; a cell without one is blank.</param>
/// <param name="WantedVersion">The version in git.</param>
/// <param name="Live">What is synced and what the pods run; null while nothing is known.</param>
/// <param name="DeployedVersion">The last version that Release deployed or recorded.</param>
/// <param name="Step">The step of a running or failed newest deployment.</param>
/// <param name="StepMessage">What that step waits for, or why it failed.</param>
public sealed record BoardCell(
    EnvironmentName Environment,
    bool InConfiguration,
    ImageTag? WantedVersion,
    DateTimeOffset? WantedSince,
    bool AutomaticDeploysEnabled,
    bool PromoteDeployment,
    ImageTag? DeployedVersion,
    ImageTag? PreviousVersion,
    DateTimeOffset? DeployedAt,
    Guid? DeploymentId,
    DeploymentStatus? DeploymentStatus,
    ImageTag? DeploymentVersion,
    StepName? Step,
    string? StepMessage,
    int? ProgressDone,
    int? ProgressTotal)
{
    /// <summary>What syncs the environment.</summary>
    public EnvironmentEngine Engine { get; init; }

    public LiveCell? Live { get; init; }

    /// <summary>How wanted, synced and running version differ, once the difference has lasted; see <see cref="HasDrifted"/>.</summary>
    public Drift? Drift { get; init; }

    /// <summary>The version that the cluster watch recorded last, in environments that Release only observes.</summary>
    public ImageTag? ObservedVersion { get; init; }

    /// <summary>When its cluster last answered, while it is unreachable; null while it is connected or never answered.</summary>
    public DateTimeOffset? StaleSince { get; init; }

    /// <summary>The version to show: the deployed one, else the running one, else the wanted one.</summary>
    public ImageTag? Version => DeployedVersion ?? (Live?.RunningVersions is [var running] ? running : null) ?? WantedVersion;

    public bool IsMoving => DeploymentStatus is Deployments.DeploymentStatus.Queued or Deployments.DeploymentStatus.Running;

    public bool HasFailed => DeploymentStatus is Deployments.DeploymentStatus.Failed;

    /// <summary>Whether wanted, synced and running version differ while no deployment is under way.</summary>
    public bool HasDrifted => !IsMoving && Drift is not null;
}
