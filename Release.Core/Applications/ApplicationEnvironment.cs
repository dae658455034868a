using Release.Core.Deployments;
using Release.Core.Environments;

namespace Release.Core.Applications;

/// <summary>
/// The present of one application in one environment: what git wants, its flags, what was deployed last.
/// The board reads this, never the history.
/// </summary>
public sealed class ApplicationEnvironment
{
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

    /// <summary>As the chart reads it: a missing flag is false (contracts §4).</summary>
    public bool AutomaticDeploysEnabled { get; private set; }

    public bool PromoteDeployment { get; private set; }

    public ImageTag? DeployedVersion { get; private set; }

    public ImageTag? PreviousVersion { get; private set; }

    public DateTimeOffset? DeployedAt { get; private set; }

    /// <summary>The newest deployment of this cell.</summary>
    public Guid? DeploymentId { get; private set; }

    public DeploymentStatus? DeploymentStatus { get; private set; }

    /// <summary>Takes what the configuration repository says now. Returns whether anything changed.</summary>
    public bool Want(ImageTag? version, bool automaticDeploysEnabled, bool promoteDeployment, DateTimeOffset at)
    {
        var changed = !InConfiguration || WantedVersion != version
            || AutomaticDeploysEnabled != automaticDeploysEnabled || PromoteDeployment != promoteDeployment;
        if (WantedVersion != version)
        {
            // Before Release has seen anything land here, what git wanted before is what there is to roll back to.
            PreviousVersion = DeployedVersion is null ? WantedVersion ?? PreviousVersion : PreviousVersion;
            WantedVersion = version;
            WantedSince = at;
        }

        InConfiguration = true;
        AutomaticDeploysEnabled = automaticDeploysEnabled;
        PromoteDeployment = promoteDeployment;
        return changed;
    }

    /// <summary>The file of this cell is gone from the configuration repository. Returns whether that is news.</summary>
    public bool LeaveConfiguration()
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

    /// <summary>A version has landed here.</summary>
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
