using Release.Core.Applications;
using Release.Core.Environments;

namespace Release.Core.Deployments;

/// <summary>
/// The current state of one application in one environment: the version in git, its flags, the last deployment. The board
/// reads this and not the history.
/// </summary>
public sealed class ApplicationEnvironment
{
    public const int MaxDriftKindLength = 40;
    public const int MaxPassHolderLength = 100;
    public const int MaxPassErrorLength = 1000;

    public ApplicationEnvironment(ApplicationName application, EnvironmentName environment)
    {
        Application = application;
        Environment = environment;
    }

    private ApplicationEnvironment()
    {
    }

    public int Id { get; private set; }

    public ApplicationName Application { get; private set; } = null!;

    public EnvironmentName Environment { get; private set; } = null!;

    /// <summary>The image tag in the configuration repository; null when the file is missing or empty.</summary>
    public ImageTag? WantedVersion { get; private set; }

    public DateTimeOffset? WantedSince { get; private set; }

    /// <summary>Whether the configuration repository has a file for this cell.</summary>
    public bool InConfiguration { get; private set; }

    /// <summary>The flag as the chart reads it: missing means false (contracts §4).</summary>
    public bool AutomaticDeploysEnabled { get; private set; }

    public bool PromoteDeployment { get; private set; }

    public ImageTag? DeployedVersion { get; private set; }

    public ImageTag? PreviousVersion { get; private set; }

    public DateTimeOffset? DeployedAt { get; private set; }

    /// <summary>The newest deployment of this cell.</summary>
    public Guid? DeploymentId { get; private set; }

    public DeploymentStatus? DeploymentStatus { get; private set; }

    /// <summary>The kind of drift, as a short word; null while there is none.</summary>
    public string? DriftKind { get; private set; }

    public DateTimeOffset? DriftSince { get; private set; }

    /// <summary>The difference in a sentence.</summary>
    public string? DriftDetail { get; private set; }

    /// <summary>The version last seen running in the cluster.</summary>
    public ImageTag? ObservedVersion { get; private set; }

    /// <summary>When that version was first seen running.</summary>
    public DateTimeOffset? ObservedAt { get; private set; }

    /// <summary>When the pipeline looks at this cell next; null while nothing is under way.</summary>
    public DateTimeOffset? NextPassAt { get; private set; }

    /// <summary>Another pass was asked for since the lease was taken.</summary>
    public bool PassWanted { get; private set; }

    /// <summary>The process that makes a pass now, for people; null when none does.</summary>
    public string? PassHolder { get; private set; }

    /// <summary>How long its lease lasts, by the database's clock.</summary>
    public DateTimeOffset? PassLeaseUntil { get; private set; }

    /// <summary>How often the lease was taken.</summary>
    public long PassEpoch { get; private set; }

    /// <summary>When the last pass began.</summary>
    public DateTimeOffset? PassBegan { get; private set; }

    /// <summary>How many consecutive passes threw; <see cref="PassError"/> has the last message.</summary>
    public int PassFailures { get; private set; }

    public string? PassError { get; private set; }

    /// <summary>Stores the version and flags from the configuration repository. Returns whether anything changed.</summary>
    public bool SetWanted(ImageTag? version, bool automaticDeploysEnabled, bool promoteDeployment, DateTimeOffset at)
    {
        var changed = !InConfiguration || WantedVersion != version
            || AutomaticDeploysEnabled != automaticDeploysEnabled || PromoteDeployment != promoteDeployment;
        if (WantedVersion != version)
        {
            // Until Release has deployed here, the previous version in git is the one to roll back to.
            PreviousVersion = DeployedVersion is null ? WantedVersion ?? PreviousVersion : PreviousVersion;
            WantedVersion = version;
            WantedSince = at;
        }

        InConfiguration = true;
        AutomaticDeploysEnabled = automaticDeploysEnabled;
        PromoteDeployment = promoteDeployment;
        return changed;
    }

    /// <summary>Records that the configuration repository no longer has a file for this cell. Returns whether anything changed.</summary>
    public bool RemoveFromConfiguration()
    {
        if (!InConfiguration)
        {
            return false;
        }

        InConfiguration = false;
        WantedVersion = null;
        WantedSince = null;
        AutomaticDeploysEnabled = false;
        PromoteDeployment = false;
        return true;
    }

    /// <summary>Records drift. If the kind is unchanged, its start time stays. Returns whether anything changed.</summary>
    /// <param name="kind">At most <see cref="MaxDriftKindLength"/> characters.</param>
    /// <param name="detail">The difference in a sentence.</param>
    /// <param name="since">When it began, for a new kind.</param>
    public bool Drift(string kind, string? detail, DateTimeOffset since)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(kind.Length, MaxDriftKindLength, nameof(kind));
        var changed = DriftKind != kind || DriftDetail != detail;
        DriftSince = DriftKind == kind ? DriftSince : since;
        DriftKind = kind;
        DriftDetail = detail;
        return changed;
    }

    /// <summary>Records the end of drift. Returns whether anything changed.</summary>
    public bool Agree()
    {
        var changed = DriftKind is not null;
        DriftKind = null;
        DriftSince = null;
        DriftDetail = null;
        return changed;
    }

    /// <summary>Records a version seen running in the cluster. Returns whether it differs from the one before.</summary>
    public bool Observe(ImageTag version, DateTimeOffset at)
    {
        if (ObservedVersion == version)
        {
            return false;
        }

        ObservedVersion = version;
        ObservedAt = at;
        return true;
    }

    /// <summary>The version that a deployment replaces; null when there was none.</summary>
    public ImageTag? ReplacedBy(ImageTag version) => DeployedVersion ?? (WantedVersion != version ? WantedVersion : PreviousVersion);

    /// <summary>Records that a version was deployed here.</summary>
    public void Land(ImageTag version, DateTimeOffset at)
    {
        if (DeployedVersion is not null && DeployedVersion != version)
        {
            PreviousVersion = DeployedVersion;
        }

        DeployedVersion = version;
        DeployedAt = at;
    }

    /// <summary>Shows a deployment's state on the board, if it is the newest of this cell.</summary>
    public void Track(Deployment deployment, bool isNewest)
    {
        if (isNewest || DeploymentId == deployment.Id)
        {
            DeploymentId = deployment.Id;
            DeploymentStatus = deployment.Status;
        }
    }
}
