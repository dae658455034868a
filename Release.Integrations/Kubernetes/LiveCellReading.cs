using System.Collections.Concurrent;
using Release.Core.Applications;
using Release.Core.Environments;
using Release.Core.Live;
using Release.Integrations.ArgoCd;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.Kubernetes;

/// <summary>
/// Makes a cell out of the caches.
/// <para>
/// Synced version: an Argo CD Application counts with its <c>imageTag</c> annotation while its sync status is Synced. While
/// it is not, the tag it had when it last was stays: that is what is in the cluster until the sync ends. Applications of
/// one image that differ (frontend and draft-frontend half way) have no synced version together.
/// </para>
/// </summary>
internal static class LiveCellReading
{
    /// <summary>From good to bad, as Argo CD orders them.</summary>
    private static readonly string[] Healths = ["Healthy", "Suspended", "Progressing", "Missing", "Degraded", "Unknown"];

    private static readonly string[] Syncs = ["Synced", "OutOfSync", "Unknown"];

    /// <returns>Null when the cluster has nothing of this application.</returns>
    public static LiveCell? Read(
        Cell cell, ClusterIndex index, ConcurrentDictionary<(EnvironmentName, string), ImageTag> lastSynced, DateTimeOffset now)
    {
        var applications = index.Applications(cell.Application);
        var deployments = index.Deployments(cell.Application);
        Pod[] ready = [.. index.Pods(cell.Application).Where(pod => pod is { IsReady: true, IsTerminating: false, HasEnded: false })];
        if (applications.Count == 0 && deployments.Count == 0 && ready.Length == 0)
        {
            return null;
        }

        ImageTag?[] wanted = [.. deployments.Select(RolloutMapping.TagOf)];
        return new LiveCell(
            SyncedVersion(cell.Environment, applications, lastSynced),
            Worst(applications.Select(item => item.Status?.Sync?.Status), Syncs),
            Worst(applications.Select(item => item.Status?.Health?.Status), Healths),
            [.. ready.Select(PodMapping.TagOf).OfType<ImageTag>().Distinct().OrderBy(tag => tag.Value, StringComparer.Ordinal)],
            ready.Count(pod => PodMapping.TagOf(pod) is { } tag && wanted.Contains(tag)),
            deployments.Sum(RolloutMapping.WantedOf),
            now);
    }

    /// <summary>Whether nothing that is shown differs; when it was is not compared.</summary>
    public static bool AreSame(LiveCell? one, LiveCell? other) =>
        one is null || other is null
            ? one is null && other is null
            : one.SyncedVersion == other.SyncedVersion
                && one.SyncStatus == other.SyncStatus
                && one.HealthStatus == other.HealthStatus
                && one.ReadyPods == other.ReadyPods
                && one.WantedPods == other.WantedPods
                && one.RunningVersions.SequenceEqual(other.RunningVersions);

    private static ImageTag? SyncedVersion(
        EnvironmentName environment, IReadOnlyList<ArgoApplication> applications, ConcurrentDictionary<(EnvironmentName, string), ImageTag> lastSynced)
    {
        var tags = new HashSet<ImageTag?>();
        foreach (var application in applications)
        {
            var key = (environment, application.Metadata.Name);
            if (application.Status?.Sync?.Status == "Synced" && ArgoMapping.TagOf(application) is { } tag)
            {
                lastSynced[key] = tag;
            }

            tags.Add(lastSynced.GetValueOrDefault(key));
        }

        return tags.Count == 1 ? tags.First() : null;
    }

    private static string? Worst(IEnumerable<string?> found, string[] order)
    {
        var worst = -1;
        foreach (var status in found)
        {
            var index = Array.IndexOf(order, status);
            worst = Math.Max(worst, index < 0 ? order.Length - 1 : index);
        }

        return worst < 0 ? null : order[worst];
    }
}
