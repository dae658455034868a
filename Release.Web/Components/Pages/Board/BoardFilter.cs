namespace Release.Web.Components.Pages.Board;

/// <summary>What one wants to see, as it stands in the address.</summary>
/// <param name="Text">Part of a name; empty for all.</param>
/// <param name="Facet">None for all.</param>
/// <param name="Limit">At most this many rows.</param>
public sealed record BoardFilter(string Text, BoardFacet Facet, int Limit)
{
    /// <summary>Rows of the first page. More are asked for, so that a board of thousands opens as fast as one of sixty.</summary>
    public const int FirstPage = 100;

    public static BoardFilter Parse(string? text, string? facet, int? limit) =>
        new(text?.Trim() ?? "", BoardFacets.Parse(facet), Math.Clamp(limit ?? FirstPage, 1, 20_000));
}
