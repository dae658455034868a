using Release.Core.Clusters;

namespace Release.Web.Components.Shared;

/// <summary>How fresh what we show of the outside is, in words.</summary>
internal static class ClusterDataText
{
    /// <summary><c>, last seen 9:41am today</c>, or <c>, never seen yet</c>.</summary>
    public static string LastSeen(ClusterConnection connection, TimeProvider time) => connection.LastSeen is { } at
        ? $", last seen {TimeInWords.Of(at, time.GetUtcNow(), time.LocalTimeZone)}"
        : ", never seen yet";
}
