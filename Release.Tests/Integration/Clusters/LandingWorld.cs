using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Configuration;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Pipeline;
using Release.Core.Pipeline.Steps;
using Release.Core.Storage;
using Release.Integrations.Clusters;
using Release.Integrations.Kubernetes.Connection;
using Release.Integrations.Kubernetes.Objects;
using Release.Tests.Support;

namespace Release.Tests.Integration.Clusters;

/// <summary>
/// The real steps over the real adapters in a namespace of its own, with one application <c>publisher</c> that Argo CD
/// has been told to bring to <c>v2</c>. Tests play Argo CD and the kubelet.
/// </summary>
internal sealed class LandingWorld : IAsyncDisposable
{
    public const string Name = "publisher";
    public const string Ours = "9f83e630e631c65c5b405cc32d23020a673339f4";
    public const string Older = "0ddba11e631c65c5b405cc32d23020a673339f40";

    private const string Labels =
        """{"app.govuk/repository-name":"publisher","app.kubernetes.io/component":"app","app.kubernetes.io/instance":"publisher"}""";

    private readonly ClusterUnderTest _cluster;
    private readonly TestNamespace _apps;
    private readonly ServiceProvider _services;

    private LandingWorld(ClusterUnderTest cluster, TestNamespace apps)
    {
        (_cluster, _apps) = (cluster, apps);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Release:Clusters:Kubeconfig"] = cluster.KubeconfigPath,
            ["Release:Clusters:Environments:integration:Context"] = cluster.Context,
            ["Release:Clusters:Namespace"] = apps.Name,
            ["Release:Clusters:ArgoNamespace"] = apps.Name,
        }).Build();
        _services = new ServiceCollection().AddLogging()
            .AddSingleton(new EnvironmentOrder([new DeploymentEnvironment(ClusterUnderTest.Environment)]))
            .AddSingleton<IPassTrigger>(new FakeOutside())
            .AddReleaseClusters(configuration)
            .BuildServiceProvider();
    }

    public string Namespace => _apps.Name;

    public ClusterClient Admin => _cluster.Admin;

    public ArgoCdPlayer ArgoCd => _cluster.ArgoCd;

    public Kubelet Kubelet => _cluster.Kubelet;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="version">What the Deployment asks for.</param>
    /// <param name="replicas">How many pods it wants.</param>
    /// <param name="progressDeadlineSeconds">Null for Kubernetes' ten minutes.</param>
    public static async Task<LandingWorld> StartAsync(ClusterUnderTest cluster, string version = "v2", int replicas = 1, int? progressDeadlineSeconds = null)
    {
        var world = new LandingWorld(cluster, await cluster.NamespaceAsync(Stop));
        await world.ArgoCd.CreateAsync(world.Namespace, "app-config", Stop, repoName: "app-config");
        await world.ArgoCd.CreateAsync(world.Namespace, Name, Stop, "v2");
        await world.Admin.CreateAsync(
            ResourceKinds.Deployments, world.Namespace, Manifests.Deployment(Name, Image(version), replicas, Labels, progressDeadlineSeconds), Stop);
        return world;
    }

    public static string Image(string version) => $"registry.test:5000/owner/publisher:{version}";

    public Task<StepResult> SyncAsync(bool isFirstPass = false) => RunAsync(
        new SyncStep(_services.GetRequiredService<ISyncController>(), _services.GetRequiredService<IWorkloads>(), new OneCommit()), isFirstPass);

    public Task<StepResult> RolloutAsync() => RunAsync(
        new RolloutStep(_services.GetRequiredService<ISyncController>(), _services.GetRequiredService<IWorkloads>(), new OneCommit()), isFirstPass: false);

    /// <summary>Argo CD says that all is well.</summary>
    public async Task SayAllIsWellAsync(string application = Name)
    {
        await ArgoCd.AnnotateAsync(Namespace, application, "v2", Stop);
        await ArgoCd.WriteStatusAsync(Namespace, application, new JsonObject { ["conditions"] = new JsonArray() }, Stop);
        await ArgoCd.SucceedAsync(Namespace, application, Ours, Stop);
    }

    /// <summary>Argo CD's operation at our commit, begun a moment ago.</summary>
    public Task OperateAsync(string phase, string message, string revision = Ours, string sync = "Synced", params JsonObject[] resources)
    {
        var now = TimeProvider.System.GetUtcNow();
        var isRunning = phase is "Running" or "Terminating";
        return ArgoCd.WriteAsync(
            Namespace, Name, Stop, sync, Ours, "Healthy",
            ArgoCdPlayer.Operation(phase, revision, now.AddSeconds(-2), isRunning ? null : now.AddSeconds(-1), message, resources), now);
    }

    /// <summary>All pods of a version run and are ready, and the Deployment has noticed.</summary>
    public async Task RunPodsAsync(string version, int count)
    {
        await Kubelet.RunAsync(Namespace, $"app={Name}", Image(version), count, Stop);
        await Observation.UntilAsync<KubernetesDeployment>(
            Admin, ResourceKinds.Deployments, Namespace, Name,
            deployment => deployment.Status is { } status && status.AvailableReplicas == count && status.UnavailableReplicas == 0, Stop);
    }

    public async Task<Pod> PodAsync(string version = "v2") =>
        (await Kubelet.WaitForPodsAsync(Namespace, $"app={Name}", 1, Stop, pod => pod.Spec?.First?.Image == Image(version)))[0];

    /// <summary>As whoever applies the manifests does.</summary>
    public Task SetVersionAsync(string version) => Admin.JsonPatchAsync(
        ResourceKinds.Deployments, Namespace, Name,
        new JsonArray(new JsonObject { ["op"] = "replace", ["path"] = "/spec/template/spec/containers/0/image", ["value"] = Image(version) }), Stop);

    /// <summary>A warning of the kubelet about a pod.</summary>
    public async Task WarnAsync(Pod pod, string reason, string message)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        await Admin.CreateAsync(
            ResourceKinds.Events, Namespace,
            new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Event",
                ["metadata"] = new JsonObject { ["name"] = $"{pod.Metadata.Name}.{reason.ToLowerInvariant()}" },
                ["involvedObject"] = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Pod", ["name"] = pod.Metadata.Name, ["namespace"] = Namespace },
                ["type"] = "Warning",
                ["reason"] = reason,
                ["message"] = message,
                ["source"] = new JsonObject { ["component"] = "kubelet" },
                ["firstTimestamp"] = now,
                ["lastTimestamp"] = now,
                ["count"] = 1,
            },
            Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _apps.DisposeAsync();
    }

    private static Task<StepResult> RunAsync(IDeploymentStep step, bool isFirstPass)
    {
        var now = TimeProvider.System.GetUtcNow();
        var context = new StepContext(
            Guid.CreateVersion7(now), new Cell(ApplicationName.Parse(Name), ClusterUnderTest.Environment), ImageTag.Parse("v2"), Trigger.Manual, PromoteRequested: false, "me",
            Ours, ConfigChanged: true, Attempt: 1, Resumptions: 0, now, isFirstPass, SmokeTestMessage: null, Frozen: false, now, TimeSpan.Zero, []);
        return step.ExecuteAsync(context, Stop);
    }

    /// <summary>A history in which only one revision has our commit.</summary>
    private sealed class OneCommit : IConfigRepository
    {
        public Task<bool> ContainsAsync(string revision, string commit, CancellationToken cancellationToken) => Task.FromResult(revision == Ours);

        public Task<ConfigSnapshot> ReadAllAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ImageTagFile?> ReadAsync(Cell cell, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ConfigCommit> UpdateAsync(ConfigEdit edit, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
