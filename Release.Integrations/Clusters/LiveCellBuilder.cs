using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Environments;
using Release.Integrations.ArgoCd;
using Release.Integrations.Engine;
using Release.Integrations.Kubernetes.Objects;
using Release.Integrations.Kubernetes.Watch;
using Release.Integrations.Kubernetes.Workloads;

namespace Release.Integrations.Clusters;

/// <summary>Builds a cell's state from the caches.</summary>
internal sealed class LiveCellBuilder(ManualChanges manualChanges)
{
    private readonly ArgoSyncState _argo = new();

    /// <param name="before">The previous state; ages of what did not change are taken from it.</param>
    /// <returns>Null if the cluster has nothing of this application.</returns>
    public LiveCell? Read(Cell cell, ClusterCache cache, LiveCell? before, DateTimeOffset now)
    {
        var deployments = cache.DeploymentsOf.Of(cell.Application);
        Pod[] ready = [.. cache.PodsOf.Of(cell.Application).Where(pod => pod is { IsReady: true, IsTerminating: false, HasEnded: false })];
        var synced = cache.Engine is EnvironmentEngine.Kubernetes
            ? EngineSyncState.Read(deployments)
            : _argo.Read(cell.Environment, cache.ApplicationsOf.Of(cell.Application));
        if (synced is null && deployments.Count == 0 && ready.Length == 0)
        {
            return null;
        }

        ImageTag?[] wanted = [.. deployments.Select(RolloutMapping.TagOf)];
        var read = new LiveCell(
            synced?.Version,
            synced?.SyncStatus,
            synced?.HealthStatus,
            [.. ready.Select(PodMapping.TagOf).OfType<ImageTag>().Distinct().OrderBy(tag => tag.Value, StringComparer.Ordinal)],
            ready.Count(pod => PodMapping.TagOf(pod) is { } tag && wanted.Contains(tag)),
            deployments.Sum(RolloutMapping.WantedOf),
            now)
        {
            Sync = synced?.Sync,
            ManualChange = FindManualChange(cell, cache.Engine, deployments, synced),
            IsRollingOut = deployments.Any(RolloutMapping.IsRollingOut),
        };
        return WithAges(read, before, synced?.At, ready);
    }

    /// <summary>Whether everything that is shown is equal; times are not compared.</summary>
    public static bool Equivalent(LiveCell? one, LiveCell? other) =>
        one is null || other is null
            ? one is null && other is null
            : IsSameSync(one, other)
                && one.ReadyPods == other.ReadyPods
                && one.WantedPods == other.WantedPods
                && one.IsRollingOut == other.IsRollingOut
                && one.ManualChange == other.ManualChange
                && one.Sync == other.Sync
                && one.RunningVersions.SequenceEqual(other.RunningVersions);

    /// <summary>
    /// Keeps the ages of what did not change. What is seen for the first time gets its age from the cluster: the time of the
    /// sync, and the creation of the oldest pod.
    /// </summary>
    private static LiveCell WithAges(LiveCell read, LiveCell? before, DateTimeOffset? syncedAt, Pod[] ready) => read with
    {
        SyncedSince = before is null ? syncedAt ?? read.Since : IsSameSync(before, read) ? before.SyncedSince : read.Since,
        RunningSince = before is not null && before.RunningVersions.SequenceEqual(read.RunningVersions) ? before.RunningSince
            : before is null && read.RunningVersions.Count == 1 ? ready.Min(pod => pod.Metadata.CreationTimestamp) ?? read.Since
            : read.Since,
    };

    private static bool IsSameSync(LiveCell one, LiveCell other) =>
        one.SyncedVersion == other.SyncedVersion && one.SyncStatus == other.SyncStatus && one.HealthStatus == other.HealthStatus;

    /// <summary>The manual change of the first Deployment whose image is not the synced one.</summary>
    private ManualChange? FindManualChange(Cell cell, EnvironmentEngine engine, IReadOnlyCollection<KubernetesDeployment> deployments, SyncState? synced)
    {
        ManualChange? found = null;
        foreach (var deployment in deployments)
        {
            var expected = engine is EnvironmentEngine.Kubernetes ? EngineMapping.AppliedVersion(deployment) : synced?.Version;
            if (expected is null || RolloutMapping.TagOf(deployment) == expected)
            {
                manualChanges.Forget(cell, deployment);
            }
            else
            {
                found ??= manualChanges.Find(cell, deployment);
            }
        }

        return found;
    }
}
