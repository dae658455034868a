using Microsoft.Extensions.Logging;
using Release.Core.Environments;
using Release.Core.Live;
using Release.Integrations.ArgoCd;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.Kubernetes;

/// <summary>What is watched in one cluster.</summary>
internal sealed class ClusterCache
{
    /// <summary>Shorter than the patience of a person who looks at the board after a cluster came back.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    public ClusterCache(EnvironmentName environment, IClusterClients clients, ClustersOptions options, TimeProvider timeProvider, ILogger logger)
    {
        Environment = environment;
        Applications = Informer(ArgoResourceKinds.Applications, new ObjectSelection(options.ArgoNamespace));
        Deployments = Informer(ResourceKinds.Deployments, new ObjectSelection(Labels: Placement.RepositoryLabel));
        Pods = Informer(ResourceKinds.Pods, new ObjectSelection(Labels: Placement.RepositoryLabel));

        Informer<T> Informer<T>(ResourceKind<T> kind, ObjectSelection selection)
            where T : class, IKubernetesObject =>
            new(() => clients.For(environment), kind, selection, environment.Value, new BackOff(TimeSpan.FromMilliseconds(500), LongestPause, Jitter), timeProvider, logger);
    }

    public EnvironmentName Environment { get; }

    public Informer<ArgoApplication> Applications { get; }

    public Informer<KubernetesDeployment> Deployments { get; }

    public Informer<Pod> Pods { get; }

    /// <summary>Connected only when all watches are: half a picture is a stale one.</summary>
    public ClusterConnection Connection
    {
        get
        {
            InformerStatus[] all = [Applications.Status, Deployments.Status, Pods.Status];
            return new ClusterConnection(
                all.All(status => status.IsConnected), all.Max(status => status.LastSeen), all.FirstOrDefault(status => !status.IsConnected)?.Problem);
        }
    }

    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Applications.RunAsync(cancellationToken), Deployments.RunAsync(cancellationToken), Pods.RunAsync(cancellationToken));

#pragma warning disable CA5394 // Spreads retries over time; nobody gains by guessing it.
    private static double Jitter() => Random.Shared.NextDouble();
#pragma warning restore CA5394
}
