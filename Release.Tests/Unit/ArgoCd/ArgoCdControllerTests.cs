using Microsoft.Extensions.Options;
using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Integrations.ArgoCd;
using Release.Integrations.Kubernetes.Kubeconfig;
using Release.Integrations.Kubernetes.Watch;
using Release.Integrations.Kubernetes.Workloads;
using Release.Tests.Support.Kubernetes;

namespace Release.Tests.Unit.ArgoCd;

public sealed class ArgoCdControllerTests : IDisposable
{
    private const string Base = "/apis/argoproj.io/v1alpha1/namespaces/cluster-services/applications";

    private static readonly Cell Frontend = new(ApplicationName.Parse("frontend"), FakeCluster.Integration);

    private readonly FakeCluster _cluster = new();

    [Fact]
    public async Task Every_field_that_decides_a_landing_is_read()
    {
        _cluster.Answers = _ => FakeCluster.Json($$"""{"metadata":{"resourceVersion":"9"},"items":[{{Failed}}]}""");
        var found = (await Controller().FindAsync(Frontend, TestContext.Current.CancellationToken)).ShouldHaveSingleItem();

        found.Name.ShouldBe("draft-frontend");
        found.Namespace.ShouldBe("apps");
        found.ImageTag!.Value.ShouldBe("v900");
        found.SyncStatus.ShouldBe(SyncStatus.OutOfSync);
        found.Revision.ShouldBe("abc");
        found.HealthStatus.ShouldBe(HealthStatus.Degraded);
        found.AssessedAt.ShouldBe(new DateTimeOffset(2026, 8, 1, 10, 2, 0, TimeSpan.Zero));
        found.Conditions.ShouldBe(["SyncError: it did not work"]);
        var operation = found.Operation.ShouldNotBeNull();
        operation.Phase.ShouldBe(OperationPhase.Failed);
        operation.Message.ShouldBe("one or more synchronization tasks completed unsuccessfully");
        operation.Revision.ShouldBe("def");
        operation.FinishedAt.ShouldBe(new DateTimeOffset(2026, 8, 1, 10, 1, 0, TimeSpan.Zero));
        operation.StartedAt.ShouldBe(new DateTimeOffset(2026, 8, 1, 10, 0, 0, TimeSpan.Zero));
        operation.Resources.ShouldBe(
        [
            new SyncedResource("Job", "apps", "frontend-db-migrate", ResourceSyncStatus.Synced, "Job has reached the specified backoff limit", OperationPhase.Failed, "PreSync"),
            new SyncedResource("Deployment", "apps", "frontend", null, null, null, null),
        ]);
        operation.Resources[0].HasFailed.ShouldBeTrue();
    }

    [Fact]
    public async Task What_Argo_has_not_said_yet_is_unknown_and_nothing_is_taken_for_good()
    {
        _cluster.Answers = _ => FakeCluster.Json("""{"items":[{"metadata":{"name":"frontend","annotations":{"repoName":"frontend"}},"spec":{"destination":{"namespace":"special"}}},{"metadata":{"name":"app-config"}}]}""");
        var found = (await Controller().FindAsync(Frontend, TestContext.Current.CancellationToken)).ShouldHaveSingleItem();

        (found.ImageTag, found.SyncStatus.State, found.HealthStatus.State, found.Revision, found.AssessedAt, found.Operation).ShouldBe((null, SyncStatus.Unknown, HealthStatus.Unknown, null, null, null));
        found.Namespace.ShouldBe("special");
    }

    [Fact]
    public async Task Asking_for_a_sync_annotates_the_app_of_apps()
    {
        _cluster.Answers = _ => FakeCluster.Json("""{"metadata":{"name":"app-config"}}""");
        await Controller().RequestSyncAsync(Request(again: false), TestContext.Current.CancellationToken);

        var request = _cluster.Seen.ShouldHaveSingleItem();
        request.Method.ShouldBe(HttpMethod.Patch);
        request.Path.ShouldBe(Base + "/app-config");
        request.ContentType.ShouldBe("application/merge-patch+json");
        request.Body.ShouldBe("""{"metadata":{"annotations":{"argocd.argoproj.io/refresh":"normal"}}}""");
    }

    [Fact]
    public async Task Asking_again_annotates_each_of_its_applications_too()
    {
        _cluster.Answers = request => FakeCluster.Json(request.Method == HttpMethod.Get
            ? """{"items":[{"metadata":{"name":"frontend","annotations":{"repoName":"frontend"}}},{"metadata":{"name":"draft-frontend","annotations":{"repoName":"frontend"}}},{"metadata":{"name":"other","annotations":{"repoName":"other"}}}]}"""
            : """{"metadata":{"name":"x"}}""");
        await Controller().RequestSyncAsync(Request(again: true), TestContext.Current.CancellationToken);

        _cluster.Seen.Where(request => request.Method == HttpMethod.Patch).Select(request => request.Path)
            .ShouldBe([Base + "/app-config", Base + "/frontend", Base + "/draft-frontend"], ignoreOrder: true);
    }

    [Fact]
    public async Task While_the_watch_is_open_only_the_cells_own_are_read()
    {
        var placements = FakeCluster.ApplicationPlacements();
        var caches = _cluster.Caches(placements);
        using var stop = new CancellationTokenSource();
        var running = caches.All.Single().Applications.RunAsync(stop.Token);
        (await _cluster.NextAsync()).Respond($$"""{"metadata":{"resourceVersion":"9"},"items":[{{Failed}}]}""");
        var connected = new TaskCompletionSource();
        caches.All.Single().Applications.StatusChanged += status => _ = status.IsConnected && connected.TrySetResult();
        (await _cluster.NextAsync()).Open();
        await connected.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        _cluster.Answers = _ => FakeCluster.Json(Failed);

        await Controller(placements, caches).FindAsync(Frontend, TestContext.Current.CancellationToken);

        _cluster.Seen[^1].Path.ShouldBe(Base + "/draft-frontend");
        await stop.CancelAsync();
        await running;
    }

    [Theory]
    [InlineData("licensify-backend", "licensify", "licensify-backend")]
    [InlineData("draft-frontend", "frontend", "frontend")]
    [InlineData("licensify-backend", "licensify-backend", "licensify-backend")]
    public void An_Argo_application_belongs_to_the_application_of_its_repository(string argo, string repository, string application)
    {
        var metadata = new Release.Integrations.Kubernetes.Objects.ObjectMeta
        {
            Name = argo,
            Annotations = new Dictionary<string, string>(StringComparer.Ordinal) { ["repoName"] = repository },
        };

        FakeCluster.ApplicationPlacements().ApplicationOf(metadata)!.Value.ShouldBe(application);
    }

    public void Dispose() => _cluster.Dispose();

    private ArgoCdController Controller(ApplicationPlacements? placements = null, ClusterCaches? caches = null)
    {
        placements ??= FakeCluster.ApplicationPlacements();
        return new ArgoCdController(_cluster.Clients(), caches ?? _cluster.Caches(placements), placements, Options.Create(new ClustersOptions()));
    }

    private static SyncRequest Request(bool again) => new(Frontend, ImageTag.Parse("v900"), "0123456789012345678901234567890123456789", again);

    private const string Failed = """
        {"apiVersion":"argoproj.io/v1alpha1","kind":"Application",
         "metadata":{"name":"draft-frontend","namespace":"cluster-services","resourceVersion":"8","annotations":{"repoName":"frontend","imageTag":"v900","promoteDeployment":"true"}},
         "spec":{"destination":{"server":"https://kubernetes.default.svc","namespace":"apps"}},
         "status":{"sync":{"status":"OutOfSync","revision":"abc"},"health":{"status":"Degraded"},"reconciledAt":"2026-08-01T10:02:00Z",
          "conditions":[{"type":"SyncError","message":"it did not work"}],
          "operationState":{"phase":"Failed","message":"one or more synchronization tasks completed unsuccessfully","startedAt":"2026-08-01T10:00:00Z","finishedAt":"2026-08-01T10:01:00Z",
           "syncResult":{"revision":"def","resources":[
            {"group":"batch","version":"v1","kind":"Job","namespace":"apps","name":"frontend-db-migrate","status":"Synced","message":"Job has reached the specified backoff limit","hookPhase":"Failed","hookType":"PreSync"},
            {"kind":"Deployment","namespace":"apps","name":"frontend"}]}}}}
        """;
}
