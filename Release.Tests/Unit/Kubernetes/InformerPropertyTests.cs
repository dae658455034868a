using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Release.Core.Failures;
using Release.Integrations.Kubernetes.Connection;
using Release.Integrations.Kubernetes.Objects;
using Release.Integrations.Kubernetes.Watch;
using Release.Tests.Support.Kubernetes;

namespace Release.Tests.Unit.Kubernetes;

/// <summary>A cluster changes at random, its watches are cut at random: caches stay true and no change is missed, doubled or out of order.</summary>
public sealed class InformerPropertyTests
{
    private const int Rounds = 50;
    private const int CutsInARound = 20;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly ClusterLimits Limits = ClusterLimits.Default with { PageSize = 5, WatchIdle = TimeSpan.FromMilliseconds(40) };

    [Fact]
    public async Task After_a_thousand_cuts_every_change_was_seen_once_and_in_order()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper!.WriteLine($"Seed {seed}");
        using var cluster = new ScriptedCluster(seed, "pods", "deployments");
        using var client = FakeCluster.Client(cluster, Limits);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        end.CancelAfter(Limit);
        var pods = new Observer<Pod>(client, ResourceKinds.Pods);
        var deployments = new Observer<KubernetesDeployment>(client, ResourceKinds.Deployments);
        var running = Task.WhenAll(pods.RunAsync(end.Token), deployments.RunAsync(end.Token));

        for (var round = 1; round <= Rounds; round++)
        {
            cluster.Unruly = true;
            while (cluster.WatchesCut < round * CutsInARound)
            {
                cluster.Change(1 + cluster.Dice(6));
                await cluster.Activity.WaitAsync(end.Token);
            }

            cluster.Unruly = false;
            cluster.Mark("pods");
            cluster.Mark("deployments");
            await pods.SettleAsync(Truth(cluster.Of("pods")), $"seed {seed}, round {round}", end.Token);
            await deployments.SettleAsync(Truth(cluster.Of("deployments")), $"seed {seed}, round {round}", end.Token);
        }

        await end.CancelAsync();
        await running;
        cluster.Cuts.Keys.Order(StringComparer.Ordinal).ShouldBe(["ended", "expired at once", "expired while open", "list cut", "page expired", "refused", "reset", "silent"]);
        new ScriptedHistory(cluster.Of("pods")).Explain(pods.Seen).ShouldBeNull($"seed {seed}");
        new ScriptedHistory(cluster.Of("deployments")).Explain(deployments.Seen).ShouldBeNull($"seed {seed}");
        TestContext.Current.TestOutputHelper!.WriteLine($"{pods.Seen.Count + deployments.Seen.Count} changes, cuts: {string.Join(", ", cluster.Cuts)}");
    }

    /// <summary>Fixed between two rounds.</summary>
    private static string[] Truth(ScriptedResource resource) => [.. resource.Alive.Select(item => $"{item.Key} {item.Uid} {item.Version}").Order(StringComparer.Ordinal)];

    private sealed class Observer<T>
        where T : class, IKubernetesObject
    {
        private readonly Informer<T> _informer;
        private readonly InformerIndex<T, string> _byName;
        private readonly SemaphoreSlim _signal = new(0);
        private readonly ConcurrentQueue<string> _seen = new();

        public Observer(ClusterClient client, ResourceKind<T> kind)
        {
            _informer = new Informer<T>(
                () => client, kind, new ObjectSelection(), "integration", new BackOff(TimeSpan.Zero, TimeSpan.Zero), TimeProvider.System, NullLogger.Instance);
            _byName = new InformerIndex<T, string>(_informer, item => [item.Metadata.Label("of") ?? ""]);
            _informer.Changed += change =>
            {
                _seen.Enqueue(change.After is null ? Line("-", change.Before!.Metadata) : Line(change.Before is null ? "+" : "~", change.After.Metadata));
                _signal.Release();
            };
        }

        public IReadOnlyCollection<string> Seen => _seen;

        public Task RunAsync(CancellationToken cancellationToken) => _informer.RunAsync(cancellationToken);

        /// <summary>Waits, from change to change, until cache and index are the truth; what keeps them from it is said.</summary>
        public async Task SettleAsync(string[] truth, string where, CancellationToken cancellationToken)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Patience);
            try
            {
                while (!Cached().SequenceEqual(truth) || !Indexed().SequenceEqual(truth))
                {
                    await _signal.WaitAsync(limit.Token);
                }
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                Cached().ShouldBe(truth, where);
                Indexed().ShouldBe(truth, where);
            }
        }

        private string[] Cached() => [.. _informer.Items.Select(item => Text(item.Metadata)).Order(StringComparer.Ordinal)];

        private string[] Indexed() =>
            [.. _informer.Items.Select(item => item.Metadata.Name).Distinct().SelectMany(_byName.Of).Select(item => Text(item.Metadata)).Order(StringComparer.Ordinal)];

        private static string Line(string how, ObjectMeta metadata) => $"{how} {Text(metadata)}";

        private static string Text(ObjectMeta metadata) => $"{metadata.Namespace}/{metadata.Name} {metadata.Uid} {metadata.ResourceVersion}";
    }
}
