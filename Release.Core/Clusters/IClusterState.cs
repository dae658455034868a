using Release.Core.Applications;
using Release.Core.Environments;

namespace Release.Core.Clusters;

/// <summary>What the clusters say now, kept in memory by watches.</summary>
public interface IClusterState
{
    LiveCell? Find(Cell cell);

    /// <summary>
    /// How the connection to an environment's cluster is. A watch that is cut and opened again within moments is no loss.
    /// </summary>
    ClusterConnection Connection(EnvironmentName environment);

    /// <summary>Raised on any thread after a cell changed. Handlers return at once.</summary>
    event Action<Cell>? Changed;

    /// <summary>Raised on any thread after the connection to an environment's cluster was lost or regained. Handlers return at once.</summary>
    event Action<EnvironmentName>? ConnectionChanged;
}

/// <summary>Whether what we show of a cluster is fresh.</summary>
/// <param name="Connected">A watch is open.</param>
/// <param name="LastSeen">When the cluster last answered; null when it never did.</param>
/// <param name="Problem">Why it is not connected, in words.</param>
public sealed record ClusterConnection(bool Connected, DateTimeOffset? LastSeen, string? Problem);
