using System.Text.Json.Serialization;
using Release.Core.Board;
using Release.Core.Environments;

namespace Release.Web.Endpoints;

/// <param name="Frozen">The badge "Automatic deployments disabled": Release's own freeze, which PATCH sets, or a flag in an image-tag file.</param>
internal sealed record ApplicationView(
    string Name,
    string DisplayName,
    string Repository,
    string Status,
    string Notes,
    bool ContinuouslyDeployed,
    bool Frozen,
    IReadOnlyList<CellView> Environments)
{
    public static ApplicationView Of(BoardRow row, EnvironmentOrder order) => new(
        row.Name.Value,
        row.DisplayName,
        row.Repository,
        row.Status(order),
        row.Notes,
        row.ContinuouslyDeployed(order),
        row.Frozen,
        [.. row.Cells.Select(CellView.Of)]);
}

/// <summary>An application in one environment: its wanted, synced and running versions, and its newest deployment.</summary>
/// <param name="Drift">How these versions differ although no deployment is under way; null if they agree.</param>
/// <param name="StaleSince">If the cluster is unreachable: when it was last seen, and how old the synced and running versions are.</param>
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

/// <summary>How the wanted, synced and running versions differ.</summary>
/// <param name="Kind"><c>foreign-change</c>, <c>not-synced</c>, <c>not-running</c> or <c>out-of-sync</c>.</param>
/// <param name="Detail">A sentence, for example <c>wanted v41, running v40</c>.</param>
internal sealed record DriftView(string Kind, DateTime Since, string Detail)
{
    public static DriftView Of(Drift drift) => new(DriftKindText.Of(drift.Kind), drift.Since.UtcDateTime, drift.Detail);
}

/// <summary>A change of an application; omitted fields stay.</summary>
internal sealed record ApplicationPatch(string? DisplayName, string? Notes, bool? Frozen);

/// <summary>Flags of one image-tag file; omitted flags stay.</summary>
internal sealed record FlagsPatch(bool? AutomaticDeploysEnabled, bool? PromoteDeployment);

/// <summary>The seven keys of the earlier Release (contracts §12).</summary>
internal sealed record LegacyApplicationView(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("shortname")] string ShortName,
    [property: JsonPropertyName("deploy_freeze")] bool DeployFreeze,
    [property: JsonPropertyName("notes")] string Notes,
    [property: JsonPropertyName("repository_url")] string RepositoryUrl,
    [property: JsonPropertyName("repository_default_branch")] string DefaultBranch,
    [property: JsonPropertyName("continuously_deployed")] bool ContinuouslyDeployed)
{
    public static LegacyApplicationView Of(BoardRow row, EnvironmentOrder order) => new(
        row.DisplayName,
        row.Name.Value,
        row.Frozen,
        row.Notes,
        $"https://github.com/{row.Repository}",
        row.DefaultBranch,
        row.ContinuouslyDeployed(order));
}
