using Release.Core.Applications;

namespace Release.Web.Components.Pages.Board;

/// <summary>A row as it is drawn.</summary>
/// <param name="Status">Its state in words (contracts §12).</param>
/// <param name="Gaps">For each cell, the connector to the one before it; null where there is none.</param>
/// <param name="Flashes">For each cell, how often it changed while one looked; a change starts the fade.</param>
/// <param name="Ages">For each cell, the age of its version and of its line, and since when it is stale.</param>
public sealed record RowView(
    ApplicationName Name,
    string DisplayName,
    string Status,
    bool Frozen,
    bool Manual,
    IReadOnlyList<CellView> Cells,
    IReadOnlyList<GapView?> Gaps,
    IReadOnlyList<int> Flashes,
    IReadOnlyList<(string? Version, string? Line, string? Stale)> Ages)
{
    /// <summary>Whether drawing it again would change nothing.</summary>
    public bool LooksLike(RowView? other) => other is not null
        && Name == other.Name && DisplayName == other.DisplayName && Status == other.Status && Frozen == other.Frozen && Manual == other.Manual
        && Cells.SequenceEqual(other.Cells) && Gaps.SequenceEqual(other.Gaps)
        && Flashes.SequenceEqual(other.Flashes) && Ages.SequenceEqual(other.Ages);
}
