using System.Text.Json.Serialization;
using Release.Core.Board;
using Release.Core.Environments;

namespace Release.Web.Endpoints;

/// <summary>An application as the API shows it.</summary>
/// <param name="Frozen">The badge "Automatic deployments disabled": Release's own freeze, which PATCH sets, or a file's flag.</param>
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

/// <summary>How the truths of a cell differ.</summary>
/// <param name="Kind"><c>foreign-change</c>, <c>not-synced</c>, <c>not-running</c> or <c>out-of-sync</c>.</param>
/// <param name="Detail">In words, for example <c>wanted v41, running v40</c>.</param>
internal sealed record DriftView(string Kind, DateTime Since, string Detail)
{
    public static DriftView Of(Drift drift) => new(DriftKindText.Of(drift.Kind), drift.Since.UtcDateTime, drift.Detail);
}

/// <summary>What can be changed about an application; what is left out stays.</summary>
internal sealed record ApplicationPatch(string? DisplayName, string? Notes, bool? Frozen);

/// <summary>Flags of one image-tag file; what is left out stays.</summary>
internal sealed record FlagsPatch(bool? AutomaticDeploysEnabled, bool? PromoteDeployment);

/// <summary>The seven keys that Release has always answered (contracts §12).</summary>
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
