using System.Net;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Release.Core.Environments;
using Release.Integrations.Kubernetes.Connection;
using Release.Integrations.Kubernetes.Kubeconfig;
using Release.Integrations.Kubernetes.Watch;
using Release.Integrations.Kubernetes.Workloads;

namespace Release.Tests.Support.Kubernetes;

/// <summary>An API server without a network: the test answers each request itself, or gives <see cref="Answers"/>.</summary>
internal sealed class FakeCluster : HttpMessageHandler
{
    public static readonly EnvironmentName Integration = EnvironmentName.Parse("integration");

    private readonly Channel<FakeRequest> _requests = Channel.CreateUnbounded<FakeRequest>();

    /// <summary>Answers by path and query; null lets the test answer with <see cref="NextAsync"/>.</summary>
    public Func<FakeRequest, HttpResponseMessage?> Answers { get; set; } = _ => null;

    public List<FakeRequest> Seen { get; } = [];

    public ClusterClient Client(ClusterLimits? limits = null) => Client(this, limits);

    /// <summary>The product's client with another network under it.</summary>
    public static ClusterClient Client(HttpMessageHandler network, ClusterLimits? limits = null) => new(
        Integration, new KubeconfigContext("fake", new Uri("https://cluster.test/")) { Token = "secret-token" }, limits ?? ClusterLimits.Default, TimeProvider.System, () => new Leading(network));

    public IClusterClients Clients() => new Fixed(Client());

    /// <summary>The next request that nobody answered yet.</summary>
    public async Task<FakeRequest> NextAsync() =>
        await _requests.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);

    public static HttpResponseMessage Json(string json, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    public static HttpResponseMessage Refusal(HttpStatusCode status, string reason, string message) =>
        Json($$"""{"kind":"Status","status":"Failure","reason":"{{reason}}","message":"{{message}}","code":{{(int)status}}}""", status);

    public static ApplicationPlacements ApplicationPlacements(ClustersOptions? clusters = null) => new(Options.Create(new PlacementsOptions()), Options.Create(clusters ?? new ClustersOptions()));

    public ClusterCaches Caches(ApplicationPlacements placements) => new(
        new EnvironmentOrder([new DeploymentEnvironment(Integration)]), Clients(), placements, Options.Create(new ClustersOptions()), TimeProvider.System, NullLogger<ClusterCaches>.Instance);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var seen = new FakeRequest(request.Method, request.RequestUri!, request.Headers.Authorization?.ToString(), request.Content?.Headers.ContentType?.MediaType, body);
        lock (Seen)
        {
            Seen.Add(seen);
        }

        if (Answers(seen) is { } answer)
        {
            return answer;
        }

        await _requests.Writer.WriteAsync(seen, cancellationToken);
        return await seen.Answer.Task.WaitAsync(cancellationToken);
    }

    private sealed class Leading(HttpMessageHandler network) : DelegatingHandler
    {
        private readonly HttpMessageInvoker _network = new(network, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _network.SendAsync(request, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            _network.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class Fixed(ClusterClient client) : IClusterClients
    {
        public ClusterClient For(EnvironmentName environment) => client;
    }
}
