using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Release.Core.Environments;
using Release.Integrations.Kubernetes.Connection;
using Release.Integrations.Kubernetes.Kubeconfig;
using Release.Sandbox.Clusters;
using Release.Tests.Support;

namespace Release.Tests.Integration.Clusters;

/// <summary>
/// One API server for the tests of adapters: the one that the environment variable <c>RELEASE_TEST_KUBECONFIG</c> names
/// (its current context), otherwise the sandbox's bare cluster. Both have an API server and a controller manager; neither
/// has kubelets or Argo CD, which tests play with <see cref="Kubelet"/> and <see cref="ArgoCd"/>.
/// <example>
/// One line makes it available; each test works in a namespace of its own:
/// <code>
/// public sealed class RolloutVerificationTests(ClusterUnderTest cluster) : IClassFixture&lt;ClusterUnderTest&gt;
/// {
///     [Fact]
///     public async Task It_lands()
///     {
///         await using var apps = await cluster.NamespaceAsync(TestContext.Current.CancellationToken);
/// </code>
/// </example>
/// </summary>
public sealed class ClusterUnderTest : IAsyncLifetime
{
    /// <summary>Names the kubeconfig of a real API server.</summary>
    public const string Variable = "RELEASE_TEST_KUBECONFIG";

    private readonly TemporaryDirectory _directory = new();
    private readonly List<IDisposable> _clients = [];
    private BareCluster? _sandbox;
    private ClusterClients _ofEnvironments = null!;

    public string KubeconfigPath { get; private set; } = "";

    public string Context { get; private set; } = "";

    /// <summary>For diagnostics only: no test may do something else because of it.</summary>
    public bool IsSandbox => _sandbox is not null;

    /// <summary>Containers write logs only where something runs them; a bare API server answers every log with nothing.</summary>
    public bool HasContainerLogs => IsSandbox;

    /// <summary>The environment that this cluster is to <see cref="Clients"/>.</summary>
    internal static EnvironmentName Environment { get; } = EnvironmentName.Parse("integration");

    /// <summary>As the product gets them: from the kubeconfig, which may do everything.</summary>
    internal IClusterClients Clients => _ofEnvironments;

    internal ClusterClient Admin => Clients.For(Environment);

    internal Kubelet Kubelet => new(Admin);

    internal ArgoCdPlayer ArgoCd => new(Admin);

    public async ValueTask InitializeAsync()
    {
        KubeconfigPath = System.Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path ? path : await StartSandboxAsync();
        var file = Kubeconfig();
        Context = file.CurrentContext ?? file.Contexts.First();
        var options = new ClustersOptions { Kubeconfig = KubeconfigPath };
        options.Environments[Environment.Value] = new ClusterOptions { Context = Context };
        _ofEnvironments = new ClusterClients(Options.Create(options), TimeProvider.System, NullLogger<ClusterClients>.Instance);
    }

    /// <summary>How the cluster is reached; change it with <c>with</c> and hand it to <see cref="Client"/>.</summary>
    internal KubeconfigContext Connection() => Kubeconfig().Context(Context);

    /// <summary>A client of its own. The fixture disposes it.</summary>
    /// <param name="limits">Null for the product's.</param>
    /// <param name="connection">Null for the kubeconfig's context.</param>
    internal ClusterClient Client(ClusterLimits? limits = null, KubeconfigContext? connection = null)
    {
        var client = new ClusterClient(Environment, connection ?? Connection(), limits ?? ClusterLimits.Default, TimeProvider.System);
        lock (_clients)
        {
            _clients.Add(client);
        }

        return client;
    }

    /// <summary>A client that is somebody else: the bearer of a token.</summary>
    internal ClusterClient ClientOf(string token) =>
        Client(connection: Connection() with { Token = token, TokenFile = null, ClientCertificate = null, ClientKey = null, Exec = null });

    /// <summary>A fresh namespace, ready for pods; deleted with everything in it when disposed.</summary>
    internal Task<TestNamespace> NamespaceAsync(CancellationToken cancellationToken) => TestNamespace.CreateAsync(Admin, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        _ofEnvironments?.Dispose();
        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }

        _directory.Dispose();
    }

    private KubeconfigFile Kubeconfig() => KubeconfigFile.Parse(File.ReadAllText(KubeconfigPath), Path.GetDirectoryName(Path.GetFullPath(KubeconfigPath))!);

    private async Task<string> StartSandboxAsync()
    {
        _sandbox = await BareCluster.StartAsync(new BareClusterOptions(), TimeProvider.System, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);
        var path = Path.Combine(_directory.Path, "kubeconfig");
        await File.WriteAllTextAsync(path, _sandbox.Kubeconfig, TestContext.Current.CancellationToken);
        return path;
    }
}
