using System.Collections.Immutable;
using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Environments;

namespace Release.Core.Board;

/// <summary>The board in memory, kept up to date by the event log and the clusters' watches. Reading it makes no query.</summary>
public interface IBoard
{
    BoardSnapshot Current { get; }

    BoardRow? Find(ApplicationName name);

    /// <summary>Returns the current board and, without a gap, all later ones. Dispose to end.</summary>
    IBoardSubscription Subscribe();
}

/// <summary>One reader of the board.</summary>
public interface IBoardSubscription : IDisposable
{
    /// <summary>The board at the moment of subscribing.</summary>
    BoardSnapshot Initial { get; }

    /// <summary>
    /// Newer boards, at most one per 100 ms. An unread board is replaced by the newest, so a slow reader skips boards but
    /// never shows an old one.
    /// </summary>
    IAsyncEnumerable<BoardSnapshot> ChangesAsync(CancellationToken cancellationToken);
}

/// <summary>The whole board at one moment; immutable.</summary>
/// <param name="Number">Grows with every change.</param>
/// <param name="Rows">By application name, ascending.</param>
/// <param name="Notices">Messages for operators, for example that a folder of the configuration repository is ignored.</param>
/// <param name="Sequence">The last event that it contains.</param>
public sealed record BoardSnapshot(long Number, IReadOnlyList<BoardRow> Rows, IReadOnlyList<string> Notices, long Sequence)
{
    public static readonly BoardSnapshot Empty = new(0, [], [], 0);

    /// <summary>How the connection to each environment's cluster is.</summary>
    public IReadOnlyDictionary<EnvironmentName, ClusterConnection> Connections { get; init; } = ImmutableDictionary<EnvironmentName, ClusterConnection>.Empty;

    /// <summary>Why the board may be out of date, in a sentence; null when it is current.</summary>
    public string? Stale { get; init; }
}
