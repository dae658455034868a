using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Release.Core.Failures;
using Release.Integrations.Kubernetes.Objects;
using Release.Integrations.Kubernetes.Watch;
using Release.Tests.Integration.Clusters;

namespace Release.Tests.Integration.Kubernetes;

/// <summary>An informer against the cluster under test, with its connections cut by a pipe in between.</summary>
public sealed class InformerAdapterTests(ClusterUnderTest cluster) : IClassFixture<ClusterUnderTest>
{
    [Fact]
    public async Task Whatever_is_cut_each_change_is_seen_once_and_in_order()
    {
        var stop = TestContext.Current.CancellationToken;
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage("Seed {0}", seed);
        var random = new Random(seed);
        await using var scope = await cluster.NamespaceAsync(stop);
        var direct = cluster.Connection();
        await using var pipe = new TestProxy(direct.Server);
        var client = cluster.Client(connection: direct with
        {
            Server = new UriBuilder(direct.Server) { Host = "127.0.0.1", Port = pipe.Port }.Uri,
            TlsServerName = direct.TlsServerName ?? direct.Server.Host,
        });
        var informer = new Informer<TestObject>(
            () => client, TestKinds.ConfigMaps, new ObjectSelection(scope.Name, "of=informer"), "integration",
            new BackOff(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(50)), TimeProvider.System, NullLogger.Instance);
        var byTeam = new InformerIndex<TestObject, string>(informer, item => [item.Metadata.Label("team") ?? ""]);
        var seen = new ConcurrentQueue<string>();
        var signal = new SemaphoreSlim(0);
        informer.Changed += change =>
        {
            seen.Enqueue(Line((change.After ?? change.Before)!, change.After is null));
            signal.Release();
        };
        informer.StatusChanged += _ => signal.Release();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        end.CancelAfter(Observation.Limit);
        var running = informer.RunAsync(end.Token);
        while (!informer.Status.IsConnected)
        {
            await signal.WaitAsync(end.Token);
        }

        var expected = new List<string>();
        var alive = new List<string>();
        for (var round = 0; round < 40; round++)
        {
            expected.Add(await ChangeAsync(scope.Name, random, alive, end.Token));
            if (random.Next(2) == 0)
            {
                pipe.Cut();
            }

            if (random.Next(4) == 0)
            {
                while (seen.Count < expected.Count)
                {
                    await signal.WaitAsync(end.Token);
                }
            }
        }

        while (seen.Count < expected.Count)
        {
            await signal.WaitAsync(end.Token);
        }

        IEnumerable<string> changes = seen;
        IEnumerable<string> wanted = expected;
        changes.ShouldBe(wanted, $"seed {seed}");
        var truth = await cluster.Admin.ListAsync(TestKinds.ConfigMaps, new ObjectSelection(scope.Name, "of=informer"), stop);
        informer.Items.Select(item => Line(item, false)).Order(StringComparer.Ordinal)
            .ShouldBe(truth.Items.Select(item => Line(item, false)).Order(StringComparer.Ordinal));
        byTeam.Of("a").Count.ShouldBe(truth.Items.Count(item => item.Metadata.Label("team") == "a"));
        informer.Items.ShouldAllBe(item => item.Metadata.ManagedFields == null);
        await end.CancelAsync();
        await running;
    }

    /// <summary>Creates, changes, deletes or replaces one object; answers how that must be seen.</summary>
    private async Task<string> ChangeAsync(string @namespace, Random random, List<string> alive, CancellationToken cancellationToken)
    {
        var dice = random.Next(10);
        if (alive.Count == 0 || dice < 4)
        {
            var name = $"c-{random.Next(1_000_000)}-{alive.Count}";
            var labels = random.Next(2) == 0 ? """{"of":"informer","team":"a"}""" : """{"of":"informer","team":"b"}""";
            alive.Add(name);
            return Line((await cluster.Admin.CreateAsync(TestKinds.ConfigMaps, @namespace, Manifests.ConfigMap(name, "0", labels), cancellationToken))!, false);
        }

        var chosen = alive[random.Next(alive.Count)];
        if (dice < 8)
        {
            var patch = new JsonObject { ["data"] = new JsonObject { ["key"] = $"{random.Next()}" } };
            return Line((await cluster.Admin.MergePatchAsync(TestKinds.ConfigMaps, @namespace, chosen, patch, cancellationToken))!, false);
        }

        alive.Remove(chosen);
        await cluster.Admin.DeleteAsync(TestKinds.ConfigMaps, @namespace, chosen, cancellationToken);
        return $"- {chosen}";
    }

    private static string Line(TestObject item, bool gone) => gone ? $"- {item.Metadata.Name}" : $"{item.Metadata.Name} {item.Metadata.ResourceVersion}";
}
