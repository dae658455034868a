using Release.Core.Live;

namespace Release.Web.Endpoints.Views;

/// <summary>One application in one environment: the three truths and the newest deployment.</summary>
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
    string? DeploymentStatus)
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
        cell.DeploymentStatus?.Word());
}
