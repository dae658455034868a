using Release.Core.Access;
using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Data.Queries;
using Release.Web.Components.Shared;

namespace Release.Web.Components.Pages.Deployment;

/// <summary>The actions on a deployment's page, by its status, the cell's state and the viewer. Pure.</summary>
internal static class DeploymentActions
{
    /// <param name="cell">The board's cell; null when the board does not have it.</param>
    /// <param name="mode">Whether Release or others deploy in that environment.</param>
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

    /// <summary>The version that a rollback restores: the one before this deployment.</summary>
    public static ImageTag? Target(DeploymentSummary summary, BoardCell cell)
    {
        var target = cell.DeployedVersion?.Value == summary.Version ? cell.PreviousVersion : cell.DeployedVersion;
        return target?.Value == summary.Version ? null : target;
    }

    // A queued deployment has changed nothing yet: cancelling it is enough.
    private static bool CanRollBack(DeploymentStatus status) =>
        status is DeploymentStatus.Running or DeploymentStatus.Succeeded or DeploymentStatus.Failed or DeploymentStatus.Cancelled or DeploymentStatus.Recorded;

    private static string? Refusal(AccessDecision access) => access.Allowed ? null : access.Reason;
}

/// <summary>An action that fits the deployment's status.</summary>
/// <param name="Label">The text of its button.</param>
/// <param name="WhyNot">Why the viewer cannot do it now; null when they can.</param>
public sealed record OfferedAction(DeploymentAction Action, string Label, string? WhyNot);

/// <summary>What a person can do with a deployment.</summary>
public enum DeploymentAction
{
    Resume,
    Cancel,
    RollBack,
}
