using Release.Core.Applications;
using Release.Core.Clusters;

namespace Release.Integrations.Kubernetes.Workloads;

/// <summary>What is synced to a cluster for one cell, by Argo CD or by Release.</summary>
/// <param name="Version">The synced version; null if there is none, or several Applications of one image differ.</param>
/// <param name="At">When it was synced; null if the cluster does not say.</param>
internal sealed record SyncState(ImageTag? Version, string? SyncStatus, string? HealthStatus, LiveSync Sync, DateTimeOffset? At)
{
    /// <summary>From good to bad, as Argo CD orders them.</summary>
    private static readonly string[] Healths = ["Healthy", "Suspended", "Progressing", "Missing", "Degraded", "Unknown"];

    private static readonly string[] Syncs = ["Synced", "OutOfSync", "Unknown"];

    public static string? WorstHealth(IEnumerable<string?> found) => Worst(found, Healths);

    public static string? WorstSync(IEnumerable<string?> found) => Worst(found, Syncs);

    /// <summary>A rank for choosing the Application whose details are shown; higher is worse.</summary>
    public static int Badness(string? sync, string? health) => (IndexOf(sync, Syncs) * Healths.Length) + IndexOf(health, Healths);

    /// <summary>For example <c>frontend has v2, draft-frontend v1</c>; null if all have the same version.</summary>
    public static string? Disagreement(IReadOnlyList<(string Name, ImageTag? Version)> applications) =>
        applications.Select(application => application.Version).Distinct().Count() < 2
            ? null
            : string.Join(", ", applications.Select((application, index) => $"{application.Name} {(index == 0 ? "has " : "")}{application.Version?.Value ?? "none"}"));

    private static string? Worst(IEnumerable<string?> found, string[] order)
    {
        var worst = -1;
        foreach (var status in found)
        {
            worst = Math.Max(worst, IndexOf(status, order));
        }

        return worst < 0 ? null : order[worst];
    }

    /// <summary>An unknown or missing status counts as the worst.</summary>
    private static int IndexOf(string? status, string[] order) =>
        Array.IndexOf(order, status) is var index && index < 0 ? order.Length - 1 : index;
}
