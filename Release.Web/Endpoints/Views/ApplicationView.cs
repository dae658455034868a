using Release.Core.Board;
using Release.Core.Environments;

namespace Release.Web.Endpoints.Views;

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
