namespace Release.Core.Live;

/// <summary>Whether what we show of a cluster is fresh.</summary>
/// <param name="Connected">A watch is open.</param>
/// <param name="LastSeen">When the cluster last answered; null when it never did.</param>
/// <param name="Problem">Why it is not connected, in words.</param>
public sealed record ClusterConnection(bool Connected, DateTimeOffset? LastSeen, string? Problem);
