using Release.Core.Applications;
using Release.Core.Clusters;

namespace Release.Integrations.Kubernetes.Workloads;

/// <summary>What is synced to a cluster for one cell, by Argo CD or by Release.</summary>
/// <param name="Version">The synced version; null if there is none, or several Applications of one image differ.</param>
/// <param name="At">When it was synced; null if the cluster does not say.</param>
internal sealed record SyncState(ImageTag? Version, Reported<SyncStatus>? SyncStatus, Reported<HealthStatus>? HealthStatus, LiveSync Sync, DateTimeOffset? At)
{
    /// <summary>From good to bad, as Argo CD orders them.</summary>
    private static readonly HealthStatus[] Healths =
        [Core.Clusters.HealthStatus.Healthy, Core.Clusters.HealthStatus.Suspended, Core.Clusters.HealthStatus.Progressing, Core.Clusters.HealthStatus.Missing, Core.Clusters.HealthStatus.Degraded, Core.Clusters.HealthStatus.Unknown];

    private static readonly SyncStatus[] Syncs = [Core.Clusters.SyncStatus.Synced, Core.Clusters.SyncStatus.OutOfSync, Core.Clusters.SyncStatus.Unknown];

    /// <summary>Null of none.</summary>
    public static Reported<HealthStatus>? WorstHealth(IEnumerable<Reported<HealthStatus>> found) => Worst(found, Healths);

    /// <summary>Null of none.</summary>
    public static Reported<SyncStatus>? WorstSync(IEnumerable<Reported<SyncStatus>> found) => Worst(found, Syncs);

    /// <summary>A rank for choosing the Application whose details are shown; higher is worse.</summary>
    public static int Badness(Reported<SyncStatus> sync, Reported<HealthStatus> health) =>
        (Array.IndexOf(Syncs, sync.State) * Healths.Length) + Array.IndexOf(Healths, health.State);

    /// <summary>For example <c>frontend has v2, draft-frontend v1</c>; null if all have the same version.</summary>
    public static string? Disagreement(IReadOnlyList<(string Name, ImageTag? Version)> applications) =>
        applications.Select(application => application.Version).Distinct().Count() < 2
            ? null
            : string.Join(", ", applications.Select((application, index) => $"{application.Name} {(index == 0 ? "has " : "")}{application.Version?.Value ?? "none"}"));

    private static Reported<TState>? Worst<TState>(IEnumerable<Reported<TState>> found, TState[] order)
        where TState : struct, Enum =>
        found.Select(status => (Reported<TState>?)status).MaxBy(status => Array.IndexOf(order, status!.Value.State));
}
