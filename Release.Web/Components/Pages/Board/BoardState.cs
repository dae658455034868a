using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Environments;
using Release.Web.Components.Shared;

namespace Release.Web.Components.Pages.Board;

/// <summary>Filters the board, puts it in words, and tracks which cells changed while the page is open. Pure.</summary>
internal sealed class BoardState(EnvironmentOrder order, TimeZoneInfo zone)
{
    private readonly Dictionary<Cell, (CellView View, int Flash)> _seen = [];

    public BoardView Draw(BoardSnapshot snapshot, BoardFilter filter, DateTimeOffset now)
    {
        var counts = new int[BoardFacets.All.Count];
        var matching = new List<BoardRow>();
        foreach (var row in snapshot.Rows)
        {
            var facets = BoardFacets.Of(row, order);
            for (var index = 0; index < counts.Length; index++)
            {
                counts[index] += facets.HasFlag(BoardFacets.All[index]) ? 1 : 0;
            }

            if (facets.HasFlag(filter.Facet) && Matches(row, filter.Text))
            {
                matching.Add(row);
            }
        }

        return new BoardView(
            [.. matching.Take(filter.Limit).Select(row => Draw(row, now))],
            snapshot.Rows.Count, matching.Count,
            [.. BoardFacets.All.Select((facet, index) => (facet, counts[index]))],
            [.. order.All.Select(environment => new ColumnView(environment.DisplayName, Away(environment, snapshot, now)))]);
    }

    private string? Away(DeploymentEnvironment environment, BoardSnapshot snapshot, DateTimeOffset now) =>
        snapshot.Connections.GetValueOrDefault(environment.Name) is not { Connected: false } away ? null
        : away.LastSeen is { } seen ? $"Couldn't get data from {environment.Name}'s cluster, last seen {TimeInWords.Clock(seen, now, zone)}"
        : $"Couldn't get data from {environment.Name}'s cluster yet";

    private static bool Matches(BoardRow row, string text) =>
        text.Length == 0
        || row.Name.Value.Contains(text, StringComparison.OrdinalIgnoreCase)
        || row.DisplayName.Contains(text, StringComparison.OrdinalIgnoreCase);

    private RowView Draw(BoardRow row, DateTimeOffset now)
    {
        var facets = BoardFacets.Of(row, order);
        var cells = row.Cells.Select(CellText.Of).ToArray();
        return new RowView(
            row.Name, row.DisplayName, row.Status(order),
            facets.HasFlag(BoardFacet.Frozen), facets.HasFlag(BoardFacet.Manual),
            cells,
            [.. row.Cells.Select((_, index) => GapBefore(row, index))],
            [.. cells.Select((cell, index) => Flash(new Cell(row.Name, row.Cells[index].Environment), cell))],
            [.. cells.Select(cell => (Age(cell.Since, now), Age(cell.LineSince, now), Stale(cell.StaleSince, now)))]);
    }

    private GapView? GapBefore(BoardRow row, int index)
    {
        if (index == 0)
        {
            return null;
        }

        var (before, cell) = (row.Cells[index - 1], row.Cells[index]);
        return order.Find(before.Environment) is { PromotesOnward: true } from && order.Find(cell.Environment) is { PromotesOnward: true } to
            ? GapView.Between(from.DisplayName, before.Version, to.DisplayName, cell.Version)
            : null;
    }

    private int Flash(Cell key, CellView view)
    {
        var flash = _seen.TryGetValue(key, out var seen) ? seen.Flash + (seen.View == view ? 0 : 1) : 0;
        _seen[key] = (view, flash);
        return flash;
    }

    private string? Stale(DateTimeOffset? since, DateTimeOffset now) =>
        since is { } at ? $"stale since {TimeInWords.Clock(at, now, zone)}" : null;

    private static string? Age(DateTimeOffset? since, DateTimeOffset now) => since is { } at ? TimeInWords.Age(at, now) : null;
}

/// <summary>The board as the page shows it.</summary>
/// <param name="Total">The number of all applications.</param>
/// <param name="Matching">The number that match the filter, shown or not.</param>
/// <param name="Counts">The number in each facet, whatever the filter.</param>
/// <param name="Columns">One for each environment.</param>
public sealed record BoardView(
    IReadOnlyList<RowView> Rows, int Total, int Matching, IReadOnlyList<(BoardFacet Facet, int Count)> Counts,
    IReadOnlyList<ColumnView> Columns);

/// <summary>An environment's column.</summary>
/// <param name="Name">Its display name.</param>
/// <param name="Away">Why its cluster's data is old and when it was last seen; null while it answers.</param>
public sealed record ColumnView(string Name, string? Away);

/// <summary>A row as the page shows it.</summary>
/// <param name="Status">Its state in words (contracts §12).</param>
/// <param name="Gaps">For each cell, how it differs from the previous one; null when it does not.</param>
/// <param name="Flashes">For each cell, how often it changed while the page is open; a change starts the animation.</param>
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
    /// <summary>Whether rendering it instead of the other would change nothing.</summary>
    public bool LooksLike(RowView? other) => other is not null
        && Name == other.Name && DisplayName == other.DisplayName && Status == other.Status && Frozen == other.Frozen && Manual == other.Manual
        && Cells.SequenceEqual(other.Cells) && Gaps.SequenceEqual(other.Gaps)
        && Flashes.SequenceEqual(other.Flashes) && Ages.SequenceEqual(other.Ages);
}
