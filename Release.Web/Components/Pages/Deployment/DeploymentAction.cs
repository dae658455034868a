namespace Release.Web.Components.Pages.Deployment;

/// <summary>What a person may want to do to a deployment.</summary>
public enum DeploymentAction
{
    Resume,
    Cancel,
    RollBack,
}
