using System.Runtime.CompilerServices;
using Release.Core.Board;
using Release.Core.Environments;

namespace Release.Web.Components.Pages.Board;

/// <summary>The board's filter, as in the page's address.</summary>
/// <param name="Text">Part of a name; empty for all.</param>
/// <param name="Facet">None for all.</param>
/// <param name="Limit">At most this many rows.</param>
public sealed record BoardFilter(string Text, BoardFacet Facet, int Limit)
{
    /// <summary>Rows that are shown at first, so that a board of thousands opens as fast as one of sixty.</summary>
    public const int FirstPage = 100;

    public static BoardFilter Parse(string? text, string? facet, int? limit) =>
        new(text?.Trim() ?? "", BoardFacets.Parse(facet), Math.Clamp(limit ?? FirstPage, 1, 20_000));
}

/// <summary>A filter of the board; the address contains its key.</summary>
[Flags]
public enum BoardFacet
{
    None = 0,
    OutOfSync = 1,
    Moving = 2,
    Failed = 4,
    Manual = 8,
    Frozen = 16,
}

/// <summary>Finds the facets of an application. Rows are immutable, so the result is cached per row.</summary>
internal static class BoardFacets
{
    public static readonly IReadOnlyList<BoardFacet> All =
        [BoardFacet.OutOfSync, BoardFacet.Moving, BoardFacet.Failed, BoardFacet.Manual, BoardFacet.Frozen];

    private static readonly ConditionalWeakTable<BoardRow, object> Known = [];

    public static BoardFacet Of(BoardRow row, EnvironmentOrder order) =>
        (BoardFacet)Known.GetValue(row, key => Find(key, order));

    public static string Describe(BoardFacet facet) => facet switch
    {
        BoardFacet.OutOfSync => "Out of sync",
        _ => facet.ToString(),
    };

    public static string Key(BoardFacet facet) => facet switch
    {
        BoardFacet.OutOfSync => "out-of-sync",
        _ => facet.ToString().ToLowerInvariant(),
    };

    /// <summary>An unknown key shows everything.</summary>
    public static BoardFacet Parse(string? key) => All.FirstOrDefault(facet => Key(facet) == key);

    private static object Find(BoardRow row, EnvironmentOrder order)
    {
        var versions = row.Cells
            .Where(cell => cell.Version is not null && order.Find(cell.Environment) is { PromotesOnward: true })
            .Select(cell => cell.Version).Distinct().Count();
        var facets = BoardFacet.None;
        facets |= versions > 1 || row.Cells.Any(cell => cell.HasDrifted) ? BoardFacet.OutOfSync : BoardFacet.None;
        facets |= row.Cells.Any(cell => cell.IsMoving) ? BoardFacet.Moving : BoardFacet.None;
        facets |= row.Cells.Any(cell => cell.HasFailed) ? BoardFacet.Failed : BoardFacet.None;
        facets |= row.ContinuouslyDeployed(order) ? BoardFacet.None : BoardFacet.Manual;
        facets |= row.Frozen ? BoardFacet.Frozen : BoardFacet.None;
        return facets;
    }
}
