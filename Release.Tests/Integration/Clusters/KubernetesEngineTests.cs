using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Environments;
using Release.Core.Pipeline;
using Release.Integrations.Engine;
using Release.Integrations.Kubernetes.Kubeconfig;
using Release.Integrations.Kubernetes.Objects;
using Release.Integrations.Kubernetes.Workloads;

namespace Release.Tests.Integration.Clusters;

/// <summary>The engine that sets Deployments itself, against any API server.</summary>
public sealed class KubernetesEngineTests(ClusterUnderTest cluster) : IClassFixture<ClusterUnderTest>
{
    private const string Commit = "9f83e630e631c65c5b405cc32d23020a673339f4";
    private const string Labels = """{"app.govuk/repository-name":"publisher","app.kubernetes.io/component":"app"}""";

    private static readonly Cell Publisher = new(ApplicationName.Parse("publisher"), ClusterUnderTest.Environment);
    private static readonly ImageTag V2 = ImageTag.Parse("v2");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_sets_the_image_of_the_first_container_and_nothing_else_and_says_whom_it_overruled()
    {
        await using var apps = await cluster.NamespaceAsync(Stop);
        await CreateAsync(apps.Name, "publisher");
        var engine = Engine(apps.Name);

        await engine.RequestSyncAsync(Request("v2"), Stop);

        var deployment = await GetAsync(apps.Name, "publisher");
        deployment.Spec!.Template!.Spec!.Containers!.Select(container => container.Image)
            .ShouldBe(["registry.test:5000/owner/publisher:v2", "registry.test/owner/proxy:v9"]);
        deployment.Spec.Replicas.ShouldBe(2);
        deployment.Metadata.Annotation(EngineAnnotations.WantedVersion).ShouldBe("v2");
        deployment.Metadata.Annotation(EngineAnnotations.ConfigCommit).ShouldBe(Commit);

        var found = (await engine.FindAsync(Publisher, Stop)).ShouldHaveSingleItem();
        (found.ImageTag, found.SyncStatus.State, found.Revision).ShouldBe((V2, SyncStatus.Synced, Commit));
        found.Operation!.Phase.ShouldBe(OperationPhase.Succeeded);
        found.Operation.FinishedAt.ShouldNotBeNull();
        found.Note.ShouldBe($"took the image over from {Maker}");
    }

    [Fact]
    public async Task Asked_again_it_changes_nothing_and_forgets_nothing()
    {
        await using var apps = await cluster.NamespaceAsync(Stop);
        await CreateAsync(apps.Name, "publisher");
        var engine = Engine(apps.Name);
        await engine.RequestSyncAsync(Request("v2"), Stop);
        var before = await GetAsync(apps.Name, "publisher");

        await engine.RequestSyncAsync(Request("v2"), Stop);

        var after = await GetAsync(apps.Name, "publisher");
        after.Metadata.Generation.ShouldBe(before.Metadata.Generation);
        Marks(after).ShouldBe(Marks(before));
        ImageHolders.AppliedAt(after).ShouldBe(ImageHolders.AppliedAt(before));
    }

    /// <summary>The annotations of Release's own; the cluster's controller counts revisions beside them, when it comes to it.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Marks(KubernetesDeployment deployment) =>
        deployment.Metadata.Annotations!.Where(annotation => annotation.Key.StartsWith("release.dev/", StringComparison.Ordinal)).OrderBy(annotation => annotation.Key, StringComparer.Ordinal);

    [Fact]
    public async Task All_Deployments_of_the_component_are_set_and_those_of_others_are_not()
    {
        await using var apps = await cluster.NamespaceAsync(Stop);
        await CreateAsync(apps.Name, "publisher");
        await CreateAsync(apps.Name, "publisher-two");
        await CreateAsync(apps.Name, "publisher-worker", Labels.Replace("\"app\"", "\"worker\"", StringComparison.Ordinal));
        var engine = Engine(apps.Name);

        await engine.RequestSyncAsync(Request("v2"), Stop);

        (await engine.FindAsync(Publisher, Stop)).Select(application => application.Name).ShouldBe(["publisher", "publisher-two"]);
        (await engine.FindAsync(Publisher, Stop)).ShouldAllBe(application => application.SyncStatus.State == SyncStatus.Synced);
        ImageTag.OfImage((await GetAsync(apps.Name, "publisher-worker")).Spec!.Template!.Spec!.First!.Image)!.Value.ShouldBe("v1");
    }

    [Fact]
    public async Task An_application_without_a_Deployment_is_a_failure_that_says_what_to_do()
    {
        await using var apps = await cluster.NamespaceAsync(Stop);

        var failure = await Should.ThrowAsync<NothingToSyncException>(() => Engine(apps.Name).RequestSyncAsync(Request("v2"), Stop));

        failure.Message.ShouldBe(
            $"integration has no Deployment of publisher: none in namespace {apps.Name} has the labels app.govuk/repository-name=publisher,app.kubernetes.io/component=app. "
            + "Create it once with any image; afterwards Release sets the version.");
    }

    [Fact]
    public async Task It_has_not_landed_while_pods_run_the_old_tag()
    {
        await using var apps = await cluster.NamespaceAsync(Stop);
        await CreateAsync(apps.Name, "publisher");
        await cluster.Kubelet.RunAsync(apps.Name, "app=publisher", "registry.test:5000/owner/publisher:v1", 2, Stop);
        var engine = Engine(apps.Name);
        (await NotVerifiedAsync(apps.Name, engine)).ShouldBe("Waiting for Release to see v2 for publisher (it has no version)");

        await engine.RequestSyncAsync(Request("v2"), Stop);
        (await NotVerifiedAsync(apps.Name, engine)).ShouldNotBeNull();

        await RollOutAsync(apps.Name, "registry.test:5000/owner/publisher:v2");
        (await NotVerifiedAsync(apps.Name, engine)).ShouldBeNull();
    }

    [Fact]
    public async Task A_foreign_change_is_drift_that_names_who_and_when_and_the_next_deployment_overrules_it()
    {
        await using var apps = await cluster.NamespaceAsync(Stop);
        await CreateAsync(apps.Name, "publisher");
        var engine = Engine(apps.Name);
        await engine.RequestSyncAsync(Request("v2"), Stop);
        await using var watched = WatchedCluster.Start(cluster, ApplicationPlacements(apps.Name));
        (await watched.UntilAsync(Publisher, live => live.SyncedVersion == V2)).ManualChange.ShouldBeNull();

        await SetImageAsync(apps.Name, "kubectl-set", "registry.test:5000/owner/publisher:v1");

        var live = await watched.UntilAsync(Publisher, live => live.ManualChange is not null);
        (live.SyncedVersion, live.SyncStatus?.State, live.ManualChange!.Manager, live.ManualChange.Version!.Value).ShouldBe((V2, SyncStatus.OutOfSync, "kubectl-set", "v1"));
        live.ManualChange.At.ShouldNotBeNull();
        watched.Truths.Connection(Publisher.Environment).Connected.ShouldBeTrue();
        (await engine.FindAsync(Publisher, Stop)).ShouldHaveSingleItem().SyncStatus.ShouldBe(SyncStatus.OutOfSync);

        await engine.RequestSyncAsync(Request("v3"), Stop);
        (await engine.FindAsync(Publisher, Stop)).ShouldHaveSingleItem().Note.ShouldBe("took the image over from kubectl-set");
        (await watched.UntilAsync(Publisher, again => again.SyncedVersion?.Value == "v3")).ManualChange.ShouldBeNull();
    }

    private const string Maker = "terraform";

    private static SyncRequest Request(string version) => new(Publisher, ImageTag.Parse(version), Commit, Again: false);

    private static ApplicationPlacements ApplicationPlacements(string @namespace) =>
        new(Options.Create(new PlacementsOptions()), Options.Create(new ClustersOptions { Namespace = @namespace }));

    private KubernetesEngine Engine(string @namespace) =>
        new(cluster.Clients, ApplicationPlacements(@namespace), TimeProvider.System, NullLogger<KubernetesEngine>.Instance);

    private async Task<string?> NotVerifiedAsync(string @namespace, KubernetesEngine engine) => RolloutVerification.NotVerified(
        EnvironmentEngine.Kubernetes,
        await engine.FindAsync(Publisher, Stop),
        await new KubernetesWorkloads(cluster.Clients, ApplicationPlacements(@namespace)).FindAsync(Publisher, Stop),
        V2, revision => revision == Commit, operationMustContainCommit: true);

    /// <summary>Plays the kubelet until every pod is a new one.</summary>
    private async Task RollOutAsync(string @namespace, string image)
    {
        var readied = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var _ in cluster.Admin.WatchAsync(ResourceKinds.Deployments, new ObjectSelection(@namespace), resourceVersion: null, Stop))
        {
            var pods = (await cluster.Admin.ListAsync(ResourceKinds.Pods, new ObjectSelection(@namespace, "app=publisher"), Stop)).Items
                .Where(pod => !pod.IsTerminating).ToArray();
            foreach (var pod in pods.Where(pod => pod.Spec?.First?.Image == image && readied.Add(pod.Metadata.Name)))
            {
                await cluster.Kubelet.ReadyAsync(pod, Stop);
            }

            var deployment = await GetAsync(@namespace, "publisher");
            if (pods.Length == 2 && pods.All(pod => pod.Spec?.First?.Image == image)
                && deployment.Status is { AvailableReplicas: 2, UpdatedReplicas: 2, Replicas: 2 } status && status.ObservedGeneration == deployment.Metadata.Generation)
            {
                return;
            }
        }
    }

    private Task CreateAsync(string @namespace, string name, string labels = Labels)
    {
        var manifest = Manifests.Deployment(name, "registry.test:5000/owner/publisher:v1", 2, labels);
        manifest["metadata"]!["namespace"] = @namespace;
        manifest["spec"]!["template"]!["spec"]!["containers"]!.AsArray().Add(new JsonObject { ["name"] = "proxy", ["image"] = "registry.test/owner/proxy:v9" });
        return cluster.Admin.ApplyAsync(ResourceKinds.Deployments, @namespace, name, manifest, Maker, force: false, Stop);
    }

    private Task SetImageAsync(string @namespace, string manager, string image) => cluster.Admin.ApplyAsync(
        ResourceKinds.Deployments, @namespace, "publisher",
        Manifests.Parse($$$"""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"publisher"},
             "spec":{"template":{"spec":{"containers":[{"name":"app","image":"{{{image}}}"}]} } } }
            """),
        manager, force: true, Stop);

    private async Task<KubernetesDeployment> GetAsync(string @namespace, string name) =>
        (await cluster.Admin.GetAsync(ResourceKinds.Deployments, @namespace, name, Stop)).ShouldNotBeNull();
}
