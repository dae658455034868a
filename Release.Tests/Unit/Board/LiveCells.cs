using Release.Core.Board;
using Release.Core.Clusters;

namespace Release.Tests.Unit.Board;

/// <summary>Changes of what a cluster says.</summary>
internal static class LiveCells
{
    public static BoardCell Live(this BoardCell cell, Func<LiveCell, LiveCell> change) => cell with { Live = change(cell.Live!) };
}
