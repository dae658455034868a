using Release.Integrations.Kubernetes.Kubeconfig;
using k8s;
using k8s.Autorest;

namespace Release.Integrations.Kubernetes.Connection;

/// <summary>
/// KubernetesClient, used to build and send requests. Answers are returned unread, for the caller to read as a stream and
/// within limits: KubernetesClient itself would block a thread, set no limit of size, and hold a watch back until its first
/// event.
/// </summary>
internal sealed class ClusterApi : k8s.Kubernetes
{
    private ClusterApi(KubernetesClientConfiguration configuration, DelegatingHandler[] handlers)
        : base(configuration, handlers)
    {
    }

    /// <param name="between">For tests: handlers next to the network.</param>
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
/// The connections to one cluster. A client certificate belongs to a connection, so a renewed certificate needs new
/// connections. The old ones are not closed, because requests may still be under way on them; idle connections close by
/// themselves within a minute.
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

    /// <summary>
    /// Call after the cluster's certificate was not accepted: the next connection reads the authority's file again, which
    /// may have been renewed.
    /// </summary>
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
