using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Release.Sandbox.Controllers;
using Release.Sandbox.Hosting;
using Release.Sandbox.Kubernetes;
using Release.Sandbox.Kubernetes.Faults;
using Release.Sandbox.Kubernetes.Requests;
using Release.Sandbox.Kubernetes.Server;
using Release.Sandbox.Kubernetes.Storage;
using Release.Sandbox.Workloads;

namespace Release.Sandbox.Clusters;

/// <summary>
/// An API server and controller manager without scheduler, nodes or Argo CD: pods stay Pending until a client writes their
/// status, and nothing changes Applications and Workflows. Tests use it to play kubelet and Argo CD themselves.
/// </summary>
internal sealed class BareCluster : IAsyncDisposable
{
    private static readonly string[] UsualNamespaces = ["default", "kube-node-lease", "kube-public", "kube-system"];

    private readonly SandboxServer _api;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    private BareCluster(SandboxServer api, KubernetesApiSetup setup, ControllerLoop loop)
    {
        _api = api;
        Store = setup.Store;
        Faults = setup.Faults;
        Authority = setup.Authority!;
        Kubeconfig = Describe(api.Address, setup.AdminToken, Authority);
        _running = Task.Run(() => loop.RunAsync(_stopping.Token), CancellationToken.None);
    }

    public Uri Address => _api.Address;

    /// <summary>A kubeconfig with one context, <c>test</c>, whose user may do everything.</summary>
    public string Kubeconfig { get; }

    public ObjectStore Store { get; }

    /// <summary>Faults of its API server.</summary>
    public ApiFaults Faults { get; }

    /// <summary>Signs its certificate, and certificates of clients.</summary>
    public PrivateAuthority Authority { get; }

    /// <exception cref="IOException">Loopback cannot be bound.</exception>
    public static async Task<BareCluster> StartAsync(BareClusterOptions options, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var store = new ObjectStore(time, time.GetUtcNow().ToUnixTimeMilliseconds(), options.HistoryLength);
        var plane = new ControlPlane(store, time);
        var logger = loggers.CreateLogger<BareCluster>();
        var controllers = new ControllerManager(plane, "test", logger);
        foreach (var name in UsualNamespaces.Concat(options.Namespaces).Distinct(StringComparer.Ordinal))
        {
            store.Create(ResourceKinds.Namespaces, new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = name },
                ["status"] = new JsonObject { ["phase"] = "Active" },
            });
        }

        controllers.Drain();
        var setup = new KubernetesApiSetup
        {
            Store = store,
            Logs = new PodLogs(),
            AdminToken = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)),
            Authority = PrivateAuthority.Create(time),
            Faults = new ApiFaults(store, time),
            Time = time,
            BookmarkInterval = options.BookmarkInterval,
        };
        var api = await SandboxServer.StartAsync(
            new SandboxListener("bare cluster", options.Port, new KubernetesApi(setup).HandleAsync, setup.Authority), loggers, time, cancellationToken);
        setup.Faults.Attach(api);
        return new BareCluster(api, setup, new ControllerLoop(plane, controllers, "test", time, logger));
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        await _api.DisposeAsync();
        _stopping.Dispose();
        Faults.Dispose();
        Authority.Dispose();
    }

    private static string Describe(Uri address, string token, PrivateAuthority authority) =>
        $"""
        apiVersion: v1
        kind: Config
        clusters:
        - name: test
          cluster:
            server: {address.GetLeftPart(UriPartial.Authority)}
            certificate-authority-data: {Convert.ToBase64String(Encoding.ASCII.GetBytes(authority.CertificatePem))}
        users:
        - name: test
          user:
            token: "{token}"
        contexts:
        - name: test
          context:
            cluster: test
            user: test
        current-context: test

        """;
}

/// <summary>Options of a bare cluster.</summary>
internal sealed record BareClusterOptions
{
    /// <summary>Port of its API server; 0 for any.</summary>
    public int Port { get; init; }

    /// <summary>Number of changes kept for watches that resume.</summary>
    public int HistoryLength { get; init; } = ObjectStore.DefaultHistoryLength;

    /// <summary>Between two bookmarks of a watch that asked for them.</summary>
    public TimeSpan BookmarkInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Namespaces to create besides the default ones.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];
}

/// <summary>Runs the controllers of a bare cluster: sleeps until the next change or deadline.</summary>
internal sealed class ControllerLoop(ControlPlane plane, ControllerManager controllers, string cluster, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromHours(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);

    /// <summary>Runs until cancelled; a failure is logged, and the loop continues after a pause.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var changed = Task.WhenAny(plane.Store.NextChange, plane.Woken);
                controllers.Drain();
                var pause = plane.Queue.Next is { } due ? due - time.GetUtcNow() : LongestSleep;
                if (pause > TimeSpan.Zero)
                {
                    await WaitAsync(changed, pause < LongestSleep ? pause : LongestSleep, cancellationToken);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                Log.LoopFailed(logger, exception, cluster);
                await Task.Delay(AfterFailure, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task WaitAsync(Task changed, TimeSpan pause, CancellationToken cancellationToken)
    {
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(changed, Task.Delay(pause, time, woken.Token));
        await woken.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }
}
