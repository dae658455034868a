using Release.Core.Applications;
using Release.Core.Board;

namespace Release.Tests.Support;

/// <summary>A board that does not change.</summary>
internal sealed class FixedBoard(params BoardRow[] rows) : IBoard
{
    public BoardSnapshot Current => new(1, rows, [], 1);

    public BoardRow? Find(ApplicationName name) => rows.FirstOrDefault(row => row.Name == name);

    public IBoardSubscription Subscribe() => throw new NotSupportedException("It does not change.");
}
