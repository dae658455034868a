namespace Release.Web.Components.Pages.Application;

/// <summary>A continuous deployment flag of a cell's file.</summary>
internal enum CellFlag
{
    AutomaticDeploysEnabled,
    PromoteDeployment,
}
