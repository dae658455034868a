namespace Release.Web.Components.Pages.Board;

/// <summary>A question one asks the board. Its name in lower case stands in the address.</summary>
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
