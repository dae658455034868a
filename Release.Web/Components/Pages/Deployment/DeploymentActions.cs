using Release.Core.Access;
using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Data.Queries;
using Release.Web.Components.Shared;

namespace Release.Web.Components.Pages.Deployment;

/// <summary>Which actions a deployment's page shows, by its status, the cell's present, and who looks. Pure.</summary>
internal static class DeploymentActions
{
    /// <param name="cell">The board's cell; null while the board does not know it.</param>
    /// <param name="mode">Who does the work in that environment.</param>
    /// <param name="access">Whether the viewer may deploy there.</param>
    public static IReadOnlyList<OfferedAction> Of(DeploymentDetail detail, BoardCell? cell, EnvironmentMode mode, AccessDecision access)
    {
        var summary = detail.Summary;
        if (mode is EnvironmentMode.Observe)
        {
            return [];
        }

        var newest = cell is null || cell.DeploymentId == summary.Id;
        var actions = new List<OfferedAction>();
        if (summary.Status is DeploymentStatus.Failed && DeploymentState.Failed(detail) is { } failed)
        {
            var overtaken = newest ? null : $"A newer deployment of {cell!.DeploymentVersion?.Value ?? "another version"} exists. Deploy {VersionText.Short(summary.Version)} again if you want it.";
            actions.Add(new OfferedAction(DeploymentAction.Resume, $"Resume from {StepText.Lower(failed.Name)}", overtaken ?? Refusal(access)));
        }

        if (DeploymentState.IsActive(summary.Status))
        {
            actions.Add(new OfferedAction(DeploymentAction.Cancel, "Cancel", Refusal(access)));
        }

        if (newest && cell is not null && CanRollBack(summary.Status) && Target(summary, cell) is { } target)
        {
            actions.Add(new OfferedAction(DeploymentAction.RollBack, $"Roll back to {VersionText.Short(target.Value)}", Refusal(access)));
        }

        return actions;
    }

    /// <summary>The version that a rollback brings: what was there before this one.</summary>
    public static ImageTag? Target(DeploymentSummary summary, BoardCell cell)
    {
        var target = cell.DeployedVersion?.Value == summary.Version ? cell.PreviousVersion : cell.DeployedVersion;
        return target?.Value == summary.Version ? null : target;
    }

    // A queued one has changed nothing yet: cancelling it is enough.
    private static bool CanRollBack(DeploymentStatus status) =>
        status is DeploymentStatus.Running or DeploymentStatus.Succeeded or DeploymentStatus.Failed or DeploymentStatus.Cancelled or DeploymentStatus.Recorded;

    private static string? Refusal(AccessDecision access) => access.Allowed ? null : access.Reason;
}
