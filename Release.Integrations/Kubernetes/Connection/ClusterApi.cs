using Release.Integrations.Kubernetes.Kubeconfig;
using k8s;
using k8s.Autorest;

namespace Release.Integrations.Kubernetes.Connection;

/// <summary>
/// KubernetesClient, as far as it is used: it knows where each thing is asked for and how, who asks, and sends it. What
/// comes back is read by who asked, piece by piece and within limits; it would read an answer with a thread that waits, of
/// any length, and hold a watch back until its first event.
/// </summary>
internal sealed class ClusterApi : k8s.Kubernetes
{
    private ClusterApi(KubernetesClientConfiguration configuration, DelegatingHandler[] handlers)
        : base(configuration, handlers)
    {
    }

    /// <param name="between">Handlers nearest to the network; none in the product.</param>
    /// <exception cref="KubeconfigException">The certificate authority cannot be read.</exception>
    public static ClusterApi Create(KubeconfigContext context, ClusterIdentity identity, ClusterCredential credential, TimeProvider clock, params DelegatingHandler[] between) =>
        new(
            new KubernetesClientConfiguration
            {
                Host = context.Server.AbsoluteUri,
                TlsServerName = context.TlsServerName,
                UserAgent = "release",
                TokenProvider = credential,
                ClientCertificateData = Base64(identity.Certificate),
                ClientCertificateKeyData = Base64(identity.Key),
                HttpClientTimeout = Timeout.InfiniteTimeSpan,
                FirstMessageHandlerSetup = handler => ClusterTls.SetUp(handler, context),
            },
            [new RefusalHandler(clock), .. between]);

    protected override Task<HttpOperationResponse<T>> CreateResultAsync<T>(
        HttpRequestMessage httpRequest, HttpResponseMessage httpResponse, bool? watch, CancellationToken cancellationToken) =>
        Task.FromResult(new HttpOperationResponse<T> { Request = httpRequest, Response = httpResponse });

    private static string? Base64(string? text) => text is null ? null : Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));
}

/// <summary>
/// The connections to one cluster. A client certificate belongs to a connection, so another certificate means other
/// connections. Requests may still be under way on the old ones, which are therefore not ended but left: what is idle on
/// them closes by itself within a minute.
/// </summary>
internal sealed class ClusterConnections(Func<ClusterIdentity, ClusterApi> create) : IDisposable
{
    private readonly Lock _lock = new();
    private (string? Certificate, string? Key, ClusterApi Api)? _current;
    private bool _disposed;

    /// <exception cref="KubeconfigException">The certificate authority cannot be read.</exception>
    public ClusterApi For(ClusterIdentity identity)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_current is not { } current || current.Certificate != identity.Certificate || current.Key != identity.Key)
            {
                _current = current = (identity.Certificate, identity.Key, create(identity));
            }

            return current.Api;
        }
    }

    /// <summary>The cluster's certificate was not accepted: its authority may have been renewed, so that its file is read again.</summary>
    public void Distrust()
    {
        lock (_lock)
        {
            _current = null;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _current?.Api.Dispose();
            _current = null;
        }
    }
}
