namespace Release.Core.Live;

/// <summary>One reader of the board.</summary>
public interface IBoardSubscription : IDisposable
{
    /// <summary>The board at the moment of subscribing.</summary>
    BoardSnapshot Initial { get; }

    /// <summary>
    /// Newer boards, at most one per 100 ms; one that was not read in time is replaced by the newest, so a slow reader
    /// stays correct.
    /// </summary>
    IAsyncEnumerable<BoardSnapshot> ChangesAsync(CancellationToken cancellationToken);
}
