using Release.Core.Board;

namespace Release.Web.Endpoints.Views;

/// <summary>One application in one environment: the three truths and the newest deployment.</summary>
/// <param name="Drift">How the truths differ while nothing is under way; null while they agree.</param>
/// <param name="StaleSince">When the cluster was last seen, while it is away: what it said is as old as that.</param>
internal sealed record CellView(
    string Name,
    string? WantedVersion,
    string? SyncedVersion,
    IReadOnlyList<string> RunningVersions,
    string? DeployedVersion,
    string? PreviousVersion,
    DateTime? DeployedAt,
    bool AutomaticDeploysEnabled,
    bool PromoteDeployment,
    Guid? DeploymentId,
    string? DeploymentStatus,
    DriftView? Drift,
    DateTime? StaleSince)
{
    public static CellView Of(BoardCell cell) => new(
        cell.Environment.Value,
        cell.WantedVersion?.Value,
        cell.Live?.SyncedVersion?.Value,
        [.. (cell.Live?.RunningVersions ?? []).Select(version => version.Value)],
        cell.DeployedVersion?.Value,
        cell.PreviousVersion?.Value,
        cell.DeployedAt?.UtcDateTime,
        cell.AutomaticDeploysEnabled,
        cell.PromoteDeployment,
        cell.DeploymentId,
        cell.DeploymentStatus?.Word(),
        cell.HasDrifted ? DriftView.Of(cell.Drift!) : null,
        cell.StaleSince?.UtcDateTime);
}
