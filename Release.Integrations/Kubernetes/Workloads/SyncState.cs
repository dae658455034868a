using Release.Core.Applications;
using Release.Core.Clusters;

namespace Release.Integrations.Kubernetes.Workloads;

/// <summary>The second truth of a cell, whoever syncs it.</summary>
/// <param name="Version">What is synced; null when nothing is, or the applications of one image differ.</param>
/// <param name="At">When it was synced, as far as the cluster says.</param>
internal sealed record SyncState(ImageTag? Version, string? SyncStatus, string? HealthStatus, LiveSync Sync, DateTimeOffset? At)
{
    /// <summary>From good to bad, as Argo CD orders them.</summary>
    private static readonly string[] Healths = ["Healthy", "Suspended", "Progressing", "Missing", "Degraded", "Unknown"];

    private static readonly string[] Syncs = ["Synced", "OutOfSync", "Unknown"];

    public static string? WorstHealth(IEnumerable<string?> found) => Worst(found, Healths);

    public static string? WorstSync(IEnumerable<string?> found) => Worst(found, Syncs);

    /// <summary>How bad one is among others, for choosing whose words to show.</summary>
    public static int Badness(string? sync, string? health) => (IndexOf(sync, Syncs) * Healths.Length) + IndexOf(health, Healths);

    /// <summary><c>frontend has v2, draft-frontend v1</c>; null when all agree.</summary>
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

    /// <summary>What is not known, or not said yet, is the worst.</summary>
    private static int IndexOf(string? status, string[] order) =>
        Array.IndexOf(order, status) is var index && index < 0 ? order.Length - 1 : index;
}
