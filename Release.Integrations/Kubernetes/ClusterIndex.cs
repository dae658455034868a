using Release.Core.Applications;
using Release.Integrations.ArgoCd;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.Kubernetes;

/// <summary>A cluster's caches by application, at one moment: made once for all cells that are looked at together.</summary>
internal sealed class ClusterIndex(ClusterCache cache, Placements placements)
{
    private readonly ILookup<ApplicationName?, ArgoApplication> _applications =
        cache.Applications.Items.ToLookup(item => placements.ApplicationOf(item.Metadata));

    private readonly ILookup<ApplicationName, KubernetesDeployment> _deployments = ByApplication(cache.Deployments.Items, placements);
    private readonly ILookup<ApplicationName, Pod> _pods = ByApplication(cache.Pods.Items, placements);

    public IReadOnlyList<ArgoApplication> Applications(ApplicationName name) => [.. _applications[name]];

    public IReadOnlyList<KubernetesDeployment> Deployments(ApplicationName name) => [.. _deployments[name]];

    public IReadOnlyList<Pod> Pods(ApplicationName name) => [.. _pods[name]];

    private static ILookup<ApplicationName, T> ByApplication<T>(IEnumerable<T> items, Placements placements)
        where T : IKubernetesObject =>
        items.SelectMany(item => placements.ApplicationsOf(item.Metadata).Select(name => (name, item))).ToLookup(pair => pair.name, pair => pair.item);
}
