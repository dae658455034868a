using Release.Core.Applications;
using Release.Core.Environments;

namespace Release.Core.Clusters;

/// <summary>The clusters' current state, kept in memory by watches.</summary>
public interface IClusterState
{
    LiveCell? Find(Cell cell);

    /// <summary>
    /// The connection to an environment's cluster. A watch that reconnects within moments does not count as lost.
    /// </summary>
    ClusterConnection Connection(EnvironmentName environment);

    /// <summary>Raised on any thread after a cell changed. Handlers return at once.</summary>
    event Action<Cell>? Changed;

    /// <summary>Raised on any thread after the connection to an environment's cluster was lost or regained. Handlers return at once.</summary>
    event Action<EnvironmentName>? ConnectionChanged;
}

/// <summary>Whether the shown state of a cluster is current.</summary>
/// <param name="Connected">A watch is open.</param>
/// <param name="LastSeen">When the cluster last answered; null when it never did.</param>
/// <param name="Problem">Why it is not connected, in a sentence.</param>
public sealed record ClusterConnection(bool Connected, DateTimeOffset? LastSeen, string? Problem);
