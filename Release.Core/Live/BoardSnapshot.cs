using System.Collections.Immutable;
using Release.Core.Environments;

namespace Release.Core.Live;

/// <summary>The whole board at one moment; immutable.</summary>
/// <param name="Number">Grows with every change.</param>
/// <param name="Rows">By application name, ascending.</param>
/// <param name="Notices">What an operator should know, for example that a folder of the configuration repository is ignored.</param>
/// <param name="Sequence">The last event that it contains.</param>
public sealed record BoardSnapshot(long Number, IReadOnlyList<BoardRow> Rows, IReadOnlyList<string> Notices, long Sequence)
{
    public static readonly BoardSnapshot Empty = new(0, [], [], 0);

    /// <summary>How the connection to each environment's cluster is.</summary>
    public IReadOnlyDictionary<EnvironmentName, ClusterConnection> Connections { get; init; } = ImmutableDictionary<EnvironmentName, ClusterConnection>.Empty;

    /// <summary>Why the board may be behind, in a sentence; null when it is up to date.</summary>
    public string? Stale { get; init; }
}
