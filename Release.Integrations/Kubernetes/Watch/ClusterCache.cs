using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Environments;
using Release.Core.Failures;
using Release.Integrations.Kubernetes.Connection;
using Release.Integrations.Kubernetes.Kubeconfig;
using Release.Integrations.Kubernetes.Objects;
using Release.Integrations.Kubernetes.Workloads;

namespace Release.Integrations.Kubernetes.Watch;

/// <summary>The informers of one cluster, with their objects by application.</summary>
internal sealed class ClusterCache
{
    /// <summary>The longest wait is short, so that the board is current soon after a cluster comes back.</summary>
    private static readonly BackOff Retry = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(15));

    public ClusterCache(
        DeploymentEnvironment configured, IClusterClients clients, ApplicationPlacements placements, ClustersOptions options, TimeProvider clock, ILogger logger)
    {
        var environment = configured.Name;
        Environment = environment;
        Engine = configured.Engine;
        Applications = Informer(ArgoResourceKinds.Applications, new ObjectSelection(options.ArgoNamespace));
        Deployments = Informer(ResourceKinds.Deployments, new ObjectSelection(Labels: Placement.RepositoryLabel));
        Pods = Informer(ResourceKinds.Pods, new ObjectSelection(Labels: Placement.RepositoryLabel));
        ApplicationsOf = new InformerIndex<ArgoApplication, ApplicationName>(Applications, item => placements.ApplicationOf(item.Metadata) is { } application ? [application] : []);
        DeploymentsOf = new InformerIndex<KubernetesDeployment, ApplicationName>(Deployments, item => placements.ApplicationsOf(item.Metadata));
        PodsOf = new InformerIndex<Pod, ApplicationName>(Pods, item => placements.ApplicationsOf(item.Metadata));

        Informer<T> Informer<T>(ResourceKind<T> kind, ObjectSelection selection)
            where T : class, IKubernetesObject =>
            new(() => clients.For(environment), kind, selection, environment.Value, Retry, clock, logger);
    }

    public EnvironmentName Environment { get; }

    public EnvironmentEngine Engine { get; }

    /// <summary>Watched only where the engine is Argo CD: other clusters may not have the kind.</summary>
    public Informer<ArgoApplication> Applications { get; }

    public Informer<KubernetesDeployment> Deployments { get; }

    public Informer<Pod> Pods { get; }

    public InformerIndex<ArgoApplication, ApplicationName> ApplicationsOf { get; }

    public InformerIndex<KubernetesDeployment, ApplicationName> DeploymentsOf { get; }

    public InformerIndex<Pod, ApplicationName> PodsOf { get; }

    /// <summary>Connected only when all watches are. Otherwise the age is that of the watch which was lost first.</summary>
    public ClusterConnection Connection
    {
        get
        {
            InformerStatus[] all = [.. HasArgo ? [Applications.Status] : Array.Empty<InformerStatus>(), Deployments.Status, Pods.Status];
            InformerStatus[] lost = [.. all.Where(status => !status.IsConnected)];
            return lost.Length == 0
                ? new ClusterConnection(true, all.Max(status => status.LastSeen), null)
                : new ClusterConnection(false, lost.Min(status => status.LastSeen), lost[0].Problem);
        }
    }

    private bool HasArgo => Engine is EnvironmentEngine.ArgoCd;

    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(
        HasArgo ? Applications.RunAsync(cancellationToken) : Task.CompletedTask,
        Deployments.RunAsync(cancellationToken),
        Pods.RunAsync(cancellationToken));
}

/// <summary>The watched caches of all environments' clusters.</summary>
internal sealed class ClusterCaches
{
    private readonly Dictionary<EnvironmentName, ClusterCache> _caches;

    public ClusterCaches(
        EnvironmentOrder environments, IClusterClients clients, ApplicationPlacements placements, IOptions<ClustersOptions> options, TimeProvider clock, ILogger<ClusterCaches> logger)
    {
        _caches = environments.All.ToDictionary(
            environment => environment.Name,
            environment => new ClusterCache(environment, clients, placements, options.Value, clock, logger));
    }

    public IReadOnlyCollection<ClusterCache> All => _caches.Values;

    public ClusterCache? Find(EnvironmentName environment) => _caches.GetValueOrDefault(environment);

    /// <summary>The names of a cell's Argo CD Applications; empty while the watch is not open, because the cache may then be behind.</summary>
    public IReadOnlyList<string> ApplicationNames(Cell cell) =>
        Find(cell.Environment) is { Applications.Status: { IsConnected: true, HasListed: true } } found
            ? [.. found.ApplicationsOf.Of(cell.Application).Select(item => item.Metadata.Name)]
            : [];
}
