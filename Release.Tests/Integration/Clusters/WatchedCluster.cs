using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;
using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Environments;
using Release.Core.Storage;
using Release.Integrations.Clusters;
using Release.Integrations.Engine;
using Release.Integrations.Kubernetes.Kubeconfig;
using Release.Integrations.Kubernetes.Watch;
using Release.Integrations.Kubernetes.Workloads;

namespace Release.Tests.Integration.Clusters;

/// <summary>The live truths of a cluster without Argo CD, watched as the product does.</summary>
internal sealed class WatchedCluster : IAsyncDisposable
{
    private readonly ClusterWatches _hosted;
    private readonly Channel<Cell> _changes = Channel.CreateUnbounded<Cell>();

    private WatchedCluster(ClusterUnderTest cluster, ApplicationPlacements placements)
    {
        var order = new EnvironmentOrder([new DeploymentEnvironment(ClusterUnderTest.Environment, Engine: EnvironmentEngine.Kubernetes)]);
        var caches = new ClusterCaches(order, cluster.Clients, placements, Options.Create(new ClustersOptions()), TimeProvider.System, NullLogger<ClusterCaches>.Instance);
        var foreign = new ManualChanges(cluster.Clients, TimeProvider.System, NullLogger<ManualChanges>.Instance);
        Truths = new ClusterState(caches, placements, foreign, Substitute.For<IPassTrigger>(), TimeProvider.System, NullLogger<ClusterState>.Instance);
        Truths.Changed += cell => _changes.Writer.TryWrite(cell);
        _hosted = new ClusterWatches(caches, Truths, TimeProvider.System, NullLogger<ClusterWatches>.Instance);
    }

    public ClusterState Truths { get; }

    public static WatchedCluster Start(ClusterUnderTest cluster, ApplicationPlacements placements)
    {
        var watched = new WatchedCluster(cluster, placements);
        _ = watched._hosted.StartAsync(CancellationToken.None);
        return watched;
    }

    /// <summary>The cell as soon as it is so; looks again after each change.</summary>
    public async Task<LiveCell> UntilAsync(Cell cell, Func<LiveCell, bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            if (Truths.Find(cell) is { } live && condition(live))
            {
                return live;
            }

            await _changes.Reader.ReadAsync(limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _hosted.StopAsync(CancellationToken.None);
        _hosted.Dispose();
        Truths.Dispose();
    }
}
