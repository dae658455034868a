using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Storage;
using Release.Integrations.Clusters;
using Release.Integrations.Engine;
using Release.Tests.Support.Kubernetes;

namespace Release.Tests.Unit.Kubernetes;

public sealed class ClusterStateTests : IAsyncDisposable, IPassTrigger
{
    private static readonly Cell Frontend = new(ApplicationName.Parse("frontend"), FakeCluster.Integration);

    private readonly FakeCluster _cluster = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<Cell> _nudges = Channel.CreateUnbounded<Cell>();
    private readonly List<Cell> _changes = [];
    private readonly Dictionary<string, FakeWatch> _watches = new(StringComparer.Ordinal);
    private readonly ClusterState _truths;
    private readonly ClusterWatches _hosted;

    public ClusterStateTests()
    {
        var placements = FakeCluster.ApplicationPlacements();
        var caches = _cluster.Caches(placements);
        var foreign = new ManualChanges(_cluster.Clients(), TimeProvider.System, NullLogger<ManualChanges>.Instance);
        _truths = new ClusterState(caches, placements, foreign, this, TimeProvider.System, NullLogger<ClusterState>.Instance);
        _truths.Changed += _changes.Add;
        _hosted = new ClusterWatches(caches, _truths, TimeProvider.System, NullLogger<ClusterWatches>.Instance);
    }

    [Fact]
    public async Task The_truths_of_a_cell_come_together_from_Argo_and_the_pods()
    {
        await StartAsync();
        await SendAsync("applications", Argo("frontend", "v2", "Synced", "Healthy"));
        await SendAsync("applications", Argo("draft-frontend", "v2", "Synced", "Progressing"));
        await SendAsync("deployments", Deployment("v2", 2));
        await SendAsync("pods", Pod("a", "v2", true));
        await SendAsync("pods", Pod("b", "v1", true));
        await SendAsync("pods", Pod("c", "v2", false));
        var live = await UntilAsync(() => _truths.Find(Frontend) is { ReadyPods: 1, WantedPods: 2, RunningVersions.Count: 2, HealthStatus.State: HealthStatus.Progressing } found ? found : null);

        live.SyncedVersion!.Value.ShouldBe("v2");
        live.SyncStatus.ShouldBe(SyncStatus.Synced);
        live.RunningVersions.Select(version => version.Value).ShouldBe(["v1", "v2"]);
        _truths.Connection(FakeCluster.Integration).Connected.ShouldBeTrue();
    }

    [Fact]
    public async Task While_Argo_has_not_synced_the_version_before_is_the_synced_one()
    {
        await StartAsync();
        await SendAsync("applications", Argo("frontend", "v2", "Synced", "Healthy", 21));
        await UntilAsync(() => _truths.Find(Frontend) is { SyncedVersion.Value: "v2" } found ? found : null);
        await SendAsync("applications", Argo("frontend", "v3", "OutOfSync", "Healthy", 22));

        var live = await UntilAsync(() => _truths.Find(Frontend) is { SyncStatus.State: SyncStatus.OutOfSync } found ? found : null);
        live.SyncedVersion!.Value.ShouldBe("v2");
    }

    [Fact]
    public async Task A_change_that_shows_nothing_new_triggers_the_pipeline_but_does_not_stir_the_pages()
    {
        await StartAsync();
        await SendAsync("applications", Argo("frontend", "v2", "Synced", "Healthy", 21));
        await UntilAsync(() => _truths.Find(Frontend));
        while (_nudges.Reader.TryRead(out _))
        {
            // Those of the beginning are of no interest.
        }

        _changes.Clear();
        await SendAsync("applications", Argo("frontend", "v2", "Synced", "Healthy", 22));

        (await _nudges.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, TestContext.Current.CancellationToken)).ShouldBe(Frontend);
        _changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_gone_from_the_cluster_is_nothing()
    {
        await StartAsync();
        await SendAsync("pods", Pod("a", "v2", true));
        await UntilAsync(() => _truths.Find(Frontend));
        await SendAsync("pods", Pod("a", "v2", true), "DELETED");

        await UntilAsync(() => _truths.Find(Frontend) is null ? "gone" : null);
    }

    Task IPassTrigger.TriggerAsync(Cell cell, CancellationToken cancellationToken) => _nudges.Writer.WriteAsync(cell, cancellationToken).AsTask();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _hosted.StopAsync(CancellationToken.None);
        _hosted.Dispose();
        _truths.Dispose();
        _stop.Dispose();
        _cluster.Dispose();
    }

    private async Task StartAsync()
    {
        await _hosted.StartAsync(_stop.Token);
        while (_watches.Count < 3)
        {
            var request = await _cluster.NextAsync();
            if (request.IsWatch)
            {
                _watches[request.Path.Split('/')[^1]] = request.Open();
            }
            else
            {
                request.Respond("""{"metadata":{"resourceVersion":"10"},"items":[]}""");
            }
        }
    }

    private Task SendAsync(string kind, string json, string type = "MODIFIED") => _watches[kind].SendAsync(type, json);

    /// <summary>Looks again after each trigger, which comes after every change.</summary>
    private async Task<T> UntilAsync<T>(Func<T?> condition)
        where T : class
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
        while (true)
        {
            if (condition() is { } found)
            {
                return found;
            }

            await _nudges.Reader.ReadAsync(limit.Token);
        }
    }

    private static string Argo(string name, string tag, string sync, string health, int version = 11) =>
        $$$"""{"metadata":{"name":"{{{name}}}","namespace":"cluster-services","resourceVersion":"{{{version}}}","annotations":{"repoName":"frontend","imageTag":"{{{tag}}}"}},"status":{"sync":{"status":"{{{sync}}}"},"health":{"status":"{{{health}}}"} } }""";

    private static string Deployment(string tag, int replicas) =>
        $$$"""{"metadata":{"name":"frontend","namespace":"apps","resourceVersion":"12","labels":{"app.govuk/repository-name":"frontend","app.kubernetes.io/component":"app"}},"spec":{"replicas":{{{replicas}}},"template":{"spec":{"containers":[{"image":"r/o/frontend:{{{tag}}}"}]} } } }""";

    private static string Pod(string name, string tag, bool ready) =>
        $$$"""{"metadata":{"name":"{{{name}}}","namespace":"apps","resourceVersion":"13","labels":{"app.govuk/repository-name":"frontend","app.kubernetes.io/component":"app"}},"spec":{"containers":[{"image":"r/o/frontend:{{{tag}}}"}]},"status":{"phase":"Running","conditions":[{"type":"Ready","status":"{{{ready}}}"}]} }""";
}
