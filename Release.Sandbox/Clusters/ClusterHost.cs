using Release.Sandbox.ArgoCd;
using Release.Sandbox.Controllers;
using Release.Sandbox.Faults;
using Release.Sandbox.Git.Configuration;
using Release.Sandbox.Hosting;
using Release.Sandbox.Kubernetes.Faults;
using Release.Sandbox.Kubernetes.Requests;
using Release.Sandbox.Kubernetes.Server;
using Release.Sandbox.Kubernetes.Storage;
using Release.Sandbox.Registry;
using Release.Sandbox.Services;
using Release.Sandbox.Settings;
using Release.Sandbox.Workloads;

namespace Release.Sandbox.Clusters;

/// <summary>One environment: its API server, the gateway to its pods, and its controllers.</summary>
internal sealed class ClusterHost : IAsyncDisposable
{
    private readonly SandboxServer _gateway;
    private readonly SandboxServer _api;
    private readonly SmokeTestPods _smokeTests;
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    private ClusterHost(string environment, SandboxServer gateway, SandboxServer api, ApiFaults faults, SmokeTestPods smokeTests, TimeProvider time)
    {
        _smokeTests = smokeTests;
        Environment = environment;
        _gateway = gateway;
        _api = api;
        Faults = faults;
        OnDemand = new ClusterFaults(environment, faults, time);
    }

    public string Environment { get; }

    /// <summary>Faults of its API server.</summary>
    public ApiFaults Faults { get; }

    /// <summary>The faults that the page and the control API set.</summary>
    public ClusterFaults OnDemand { get; }

    public Uri ApiAddress => _api.Address;

    public Uri ServicesAddress => _gateway.Address;

    /// <summary>Restores the saved state before the server listens, so that no client sees part of it.</summary>
    public static async Task<ClusterHost> StartAsync(ClusterHostSetup setup, CancellationToken cancellationToken)
    {
        var (environment, options, time, loggers) = (setup.Environment, setup.Options, setup.Time, setup.Loggers);
        var logger = loggers.CreateLogger<Cluster>();
        var saved = StateFile.Load<ClusterState>(setup.StatePath, logger);
        if (saved is { Applications: null })
        {
            saved = null;
        }

        var store = new ObjectStore(time, FirstVersion(time, saved));
        var logs = new PodLogs();
        var context = new ClusterContext
        {
            Environment = environment,
            Options = options,
            Plane = new ControlPlane(store, time),
            Faults = setup.Faults,
            Images = setup.Images,
        };
        var gateway = await SandboxServer.StartAsync(
            $"gateway of {environment}", setup.Ports.GetValueOrDefault($"services/{environment}"),
            new PodGateway(environment, store, setup.SmokeTests).HandleAsync, loggers, time, cancellationToken);
        context.ServicesAddress = gateway.Address;
        var notifier = new PostSyncNotifier(setup.Release, time, loggers.CreateLogger<PostSyncNotifier>());
        var smokeTests = new SmokeTestPods(context);
        var cluster = new Cluster(context, logs, smokeTests, notifier.Enqueue, logger);
        cluster.Restore(setup.Snapshot, saved);
        if (cluster.TakeState() is { } state)
        {
            // Restored before anybody can push: a later commit must be rolled out, not taken for the initial state.
            StateFile.Save(setup.StatePath, state);
        }

        var faults = new ApiFaults(store, time);
        var kubernetes = new KubernetesApi(new KubernetesApiSetup
        {
            Store = store,
            Logs = logs,
            AdminToken = setup.Token,
            Authority = setup.Authority,
            Faults = faults,
            Time = time,
        });
        var api = await SandboxServer.StartAsync(
            new SandboxListener($"cluster {environment}", setup.Ports.GetValueOrDefault($"clusters/{environment}"), kubernetes.HandleAsync, setup.Authority),
            loggers, time, cancellationToken);
        faults.Attach(api);
        var host = new ClusterHost(environment, gateway, api, faults, smokeTests, time);
        var loop = new ClusterLoop(cluster, setup.Repository, setup.FaultsChanged, setup.StatePath, options, time, logger);
        host._running = Task.WhenAll(
            Task.Run(() => loop.RunAsync(host._stopping.Token), CancellationToken.None),
            Task.Run(() => notifier.RunAsync(host._stopping.Token), CancellationToken.None));
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        await _smokeTests.DisposeAsync();
        await _api.DisposeAsync();
        await _gateway.DisposeAsync();
        _stopping.Dispose();
        OnDemand.Dispose();
        Faults.Dispose();
    }

    /// <summary>A resource version above all that earlier starts have used: from the clock, or well above the last one saved.</summary>
    private static long FirstVersion(TimeProvider time, ClusterState? saved) =>
        Math.Max(time.GetUtcNow().ToUnixTimeMilliseconds(), (saved?.ResourceVersion ?? 0) + 1_000_000);
}

/// <summary>The parts that one environment needs.</summary>
internal sealed record ClusterHostSetup
{
    public required string Environment { get; init; }

    public required SandboxOptions Options { get; init; }

    public required string StatePath { get; init; }

    public required string Token { get; init; }

    public required PrivateAuthority Authority { get; init; }

    public required IReadOnlyDictionary<string, int> Ports { get; init; }

    public required ConfigRepository Repository { get; init; }

    public required ConfigSnapshot Snapshot { get; init; }

    public required FaultBook Faults { get; init; }

    public required ImageCatalogue Images { get; init; }

    public required AsyncSignal FaultsChanged { get; init; }

    public required SmokeTests SmokeTests { get; init; }

    public required ReleaseConnection Release { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILoggerFactory Loggers { get; init; }
}
