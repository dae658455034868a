namespace Release.Web.Components.Pages.Board;

/// <summary>The board as it is drawn.</summary>
/// <param name="Total">Applications there are.</param>
/// <param name="Matching">Applications that the filter lets through, drawn or not.</param>
/// <param name="Counts">Applications of each facet, whatever the filter.</param>
/// <param name="Columns">One for each environment.</param>
public sealed record BoardView(
    IReadOnlyList<RowView> Rows, int Total, int Matching, IReadOnlyList<(BoardFacet Facet, int Count)> Counts,
    IReadOnlyList<ColumnView> Columns);
