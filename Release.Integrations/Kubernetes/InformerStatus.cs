namespace Release.Integrations.Kubernetes;

/// <summary>How an informer stands.</summary>
/// <param name="IsConnected">A watch is open, so the cache is as fresh as can be.</param>
/// <param name="HasListed">The cache was complete at least once.</param>
/// <param name="LastSeen">When the cluster last answered.</param>
/// <param name="Problem">Why it is not connected, in words.</param>
internal sealed record InformerStatus(bool IsConnected, bool HasListed, DateTimeOffset? LastSeen, string? Problem)
{
    public static readonly InformerStatus Initial = new(false, false, null, "Not connected yet.");
}
