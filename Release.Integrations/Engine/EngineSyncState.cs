using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Integrations.Kubernetes.Objects;
using Release.Integrations.Kubernetes.Workloads;

namespace Release.Integrations.Engine;

/// <summary>What is synced where Release itself sets the Deployments: the version that it applied last.</summary>
internal static class EngineSyncState
{
    /// <returns>Null if there is no Deployment.</returns>
    public static SyncState? Read(IReadOnlyCollection<KubernetesDeployment> deployments)
    {
        if (deployments.Count == 0)
        {
            return null;
        }

        var byName = deployments.OrderBy(item => item.Metadata.Name, StringComparer.Ordinal).ToArray();
        (string Name, ImageTag? Version)[] versions = [.. byName.Select(item => (item.Metadata.Name, EngineMapping.AppliedVersion(item)))];
        var disagreement = SyncState.Disagreement(versions);
        string[] outOfSync = [.. byName.Where(item => EngineMapping.SyncStatusOf(item) is SyncStatus.OutOfSync).Select(item => $"Deployment {item.Metadata.Name}")];
        return new SyncState(
            disagreement is null ? versions[0].Version : null,
            SyncState.WorstSync(byName.Select(item => (Reported<SyncStatus>)EngineMapping.SyncStatusOf(item))),
            SyncState.WorstHealth(byName.Select(item => (Reported<HealthStatus>)DeploymentHealth.Of(item))),
            new LiveSync(
                byName[0].Metadata.Annotation(EngineAnnotations.ConfigCommit),
                OutOfSync: outOfSync.Length == 0 ? null : string.Join(", ", outOfSync),
                Disagreement: disagreement),
            At: null);
    }
}
