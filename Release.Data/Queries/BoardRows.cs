using Release.Core.Board;

namespace Release.Data.Queries;

/// <summary>The board as the database knows it.</summary>
/// <param name="Sequence">Every event up to here is contained; some after it may be.</param>
public sealed record BoardRows(IReadOnlyList<BoardRow> Rows, long Sequence);
