using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Deployments;
using Release.Core.Environments;

namespace Release.Core.Board;

/// <summary>One cell of the board: the present of one application in one environment.</summary>
/// <param name="InConfiguration">Whether the configuration repository has a file for it; a cell without one is blank.</param>
/// <param name="WantedVersion">Truth one: git.</param>
/// <param name="Live">Truths two and three: Argo CD and the pods; null while nothing is known.</param>
/// <param name="DeployedVersion">What Release saw land (or was told of) last.</param>
/// <param name="Step">The step of a running or failed newest deployment.</param>
/// <param name="StepMessage">What that step waits for or why it failed.</param>
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

    /// <summary>How the truths differ, once that has lasted; see <see cref="HasDrifted"/>.</summary>
    public Drift? Drift { get; init; }

    /// <summary>The version that the cluster watch took note of last, in environments that Release only observes.</summary>
    public ImageTag? ObservedVersion { get; init; }

    /// <summary>When its cluster was last seen, while the cluster is away; null while it is connected or was never seen.</summary>
    public DateTimeOffset? StaleSince { get; init; }

    /// <summary>The version to name when one is asked for: what Release saw land, else what pods run, else what git wants.</summary>
    public ImageTag? Version => DeployedVersion ?? (Live?.RunningVersions is [var running] ? running : null) ?? WantedVersion;

    public bool IsMoving => DeploymentStatus is Deployments.DeploymentStatus.Queued or Deployments.DeploymentStatus.Running;

    public bool HasFailed => DeploymentStatus is Deployments.DeploymentStatus.Failed;

    /// <summary>Whether the three truths differ while nothing is under way.</summary>
    public bool HasDrifted => !IsMoving && Drift is not null;
}
