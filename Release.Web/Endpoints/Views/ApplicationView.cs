using Release.Core.Environments;
using Release.Core.Live;

namespace Release.Web.Endpoints.Views;

/// <summary>An application as the API shows it.</summary>
/// <param name="Frozen">Release's own freeze, as PATCH sets it.</param>
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
        row.DeployFreeze,
        [.. row.Cells.Select(CellView.Of)]);
}
