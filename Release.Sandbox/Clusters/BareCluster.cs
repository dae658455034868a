using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Release.Sandbox.Hosting;
using Release.Sandbox.Kubernetes;
using Release.Sandbox.Workloads;

namespace Release.Sandbox.Clusters;

/// <summary>
/// An API server with the controller manager, and neither scheduler nor nodes nor Argo CD: pods stay Pending until a client writes their
/// status, Applications and Workflows stay as they were written. What tests that play kubelet and Argo CD run against.
/// </summary>
internal sealed class BareCluster : IAsyncDisposable
{
    private static readonly string[] UsualNamespaces = ["default", "kube-node-lease", "kube-public", "kube-system"];

    private readonly SandboxServer _api;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    private BareCluster(SandboxServer api, ObjectStore store, string token, ControlPlane plane, ControllerManager controllers, TimeProvider time, ILogger logger)
    {
        _api = api;
        Store = store;
        Kubeconfig = Describe(api.Address, token);
        _running = Task.Run(() => new ControllerLoop(plane, controllers, "test", time, logger).RunAsync(_stopping.Token), CancellationToken.None);
    }

    public Uri Address => _api.Address;

    /// <summary>Text of a kubeconfig with one context, <c>test</c>, whose user may do everything.</summary>
    public string Kubeconfig { get; }

    public ObjectStore Store { get; }

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
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var api = await SandboxServer.StartAsync(
            "bare cluster", options.Port, new KubernetesApi(store, new PodLogs(), token, time).HandleAsync, loggers, time, cancellationToken);
        return new BareCluster(api, store, token, plane, controllers, time, logger);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        await _api.DisposeAsync();
        _stopping.Dispose();
    }

    private static string Describe(Uri address, string token) =>
        $"""
        apiVersion: v1
        kind: Config
        clusters:
        - name: test
          cluster:
            server: {address.GetLeftPart(UriPartial.Authority)}
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
