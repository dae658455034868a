using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Environments;
using Release.Core.Failures;
using Release.Core.Pipeline;
using Release.Integrations.ArgoCd;
using Release.Integrations.Engine;
using Release.Integrations.Kubernetes.Connection;
using Release.Integrations.Kubernetes.Kubeconfig;
using Release.Integrations.Kubernetes.Objects;
using Release.Integrations.Kubernetes.Watch;
using Release.Integrations.Kubernetes.Workloads;
using Release.Integrations.SmokeTests;
using Release.Tests.Support.Kubernetes;
using Release.Tests.Support.SmokeTests;

namespace Release.Tests.Integration.Clusters;

/// <summary>The product's own adapters, with a kubeconfig and nothing else; keeps what was refused and goes on.</summary>
internal sealed class RestrictedRelease : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly RefusalLog _log = new();
    private readonly IOptions<ClustersOptions> _options;
    private readonly ClusterClients _clients;
    private readonly ApplicationPlacements _placements;
    private readonly ClusterCaches _caches;
    private readonly Cell _cell = new(ApplicationName.Parse("publisher"), ClusterUnderTest.Environment);
    private readonly string _apps;
    private Task _watching = Task.CompletedTask;

    public RestrictedRelease(RbacInstallation installed)
    {
        _apps = installed.Apps.Name;
        _options = Options.Create(new ClustersOptions { Kubeconfig = installed.KubeconfigPath, ArgoNamespace = installed.Argo.Name, Namespace = _apps });
        _clients = new ClusterClients(_options, TimeProvider.System, _log.CreateLogger<ClusterClients>());
        _placements = FakeCluster.ApplicationPlacements(_options.Value);
        _caches = Caches();
    }

    /// <summary>What was refused so far, each in the product's words.</summary>
    public IReadOnlyCollection<string> Refusals => [.. _log.Messages.Distinct()];

    public IClusterClients Clients => _clients;

    /// <summary>The three watches: until each is open or refused.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        var cache = _caches.Find(_cell.Environment)!;
        Task<InformerStatus>[] settled = [SettledAsync(cache.Applications), SettledAsync(cache.Deployments), SettledAsync(cache.Pods)];
        _watching = cache.RunAsync(_stop.Token);
        foreach (var status in await Task.WhenAll(settled).WaitAsync(Observation.Limit, TimeProvider.System, cancellationToken))
        {
            if (status.Problem is { } problem)
            {
                _log.Add(problem);
            }
        }
    }

    /// <summary>Argo CD's Applications, with and without the watch's help, and the nudge, also after a failure.</summary>
    public async Task SyncAsync(CancellationToken cancellationToken)
    {
        var watched = new ArgoCdController(_clients, _caches, _placements, _options);
        await TryAsync(async () => (await watched.FindAsync(_cell, cancellationToken)).ShouldHaveSingleItem());
        await TryAsync(async () =>
            (await new ArgoCdController(_clients, Caches(), _placements, _options).FindAsync(_cell, cancellationToken)).ShouldHaveSingleItem());
        await TryAsync(() => watched.RequestSyncAsync(Request(), cancellationToken));
    }

    /// <summary>What runs, why not, and its logs.</summary>
    public async Task ReadWorkloadsAsync(Pod pod, CancellationToken cancellationToken)
    {
        var workloads = new KubernetesWorkloads(_clients, _placements);
        await TryAsync(async () => (await workloads.FindAsync(_cell, cancellationToken)).Pods.ShouldHaveSingleItem());
        await TryAsync(() => workloads.PodLogAsync(_cell.Environment, _apps, pod.Metadata.Name, previous: false, 10, cancellationToken));
        await TryAsync(() => workloads.JobLogAsync(_cell.Environment, _apps, "publisher-migration", 10, cancellationToken));
        await TryAsync(() => workloads.JobProblemAsync(_cell.Environment, _apps, "publisher-migration", cancellationToken));
    }

    /// <summary>Who changed an image: until it is known or refused.</summary>
    public async Task FindForeignChangeAsync(KubernetesDeployment deployment, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var foreign = new ManualChanges(_clients, TimeProvider.System, _log.CreateLogger<ManualChanges>());
        foreign.Known += _ => answered.TrySetResult();
        _log.Added += () => answered.TrySetResult();
        foreign.Find(_cell, deployment);
        var running = foreign.RunAsync(stop.Token);
        await answered.Task.WaitAsync(Observation.Limit, TimeProvider.System, cancellationToken);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
    }

    /// <summary>The engine that needs no Argo CD.</summary>
    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        var engine = new KubernetesEngine(_clients, _placements, TimeProvider.System, _log.CreateLogger<KubernetesEngine>());
        await TryAsync(() => engine.RequestSyncAsync(Request(), cancellationToken));
        await TryAsync(async () => (await engine.FindAsync(_cell, cancellationToken)).ShouldHaveSingleItem());
    }

    /// <summary>Two runs of smoke tests, the second of which takes the first one's Job or Workflow away.</summary>
    /// <param name="kind"><c>Job</c> or <c>Workflow</c>.</param>
    public async Task SmokeTestAsync(string kind, CancellationToken cancellationToken)
    {
        var options = new SmokeTestOptions { Kind = kind, Job = { Image = "registry.test/tests:v1" }, Workflow = { Template = "smoke-test" } };
        foreach (var run in new[] { "run-1", "run-2" })
        {
            var runs = new ObservedRuns();
            var router = new SmokeTestRouter(
                [new JobSmokeTests(_clients, _placements, runs, TimeProvider.System), new WorkflowSmokeTests(_clients, _placements, runs, TimeProvider.System)],
                Fixed.Options(options));

            // Once to begin it, once to look at it.
            for (var look = 0; look < 2; look++)
            {
                await TryAsync(async () => (await router.RunAsync(_cell, ImageTag.Parse("v2"), run, cancellationToken)).Outcome.ShouldBe(SmokeTestOutcome.Running));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _clients.Dispose();
        _log.Dispose();
        _stop.Dispose();
    }

    private SyncRequest Request() => new(_cell, ImageTag.Parse("v2"), new string('a', 40), Again: true);

    private ClusterCaches Caches() => new(
        new EnvironmentOrder([new DeploymentEnvironment(_cell.Environment)]), _clients, _placements, _options, TimeProvider.System, _log.CreateLogger<ClusterCaches>());

    private static Task<InformerStatus> SettledAsync<T>(Informer<T> informer)
        where T : class, IKubernetesObject
    {
        var settled = new TaskCompletionSource<InformerStatus>(TaskCreationOptions.RunContinuationsAsynchronously);
        informer.StatusChanged += status =>
        {
            if (status.IsConnected || status.Problem != InformerStatus.Initial.Problem)
            {
                settled.TrySetResult(status);
            }
        };
        return settled.Task;
    }

    private async Task TryAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (OutsideException refusal)
        {
            _log.Add(refusal);
        }
    }
}
