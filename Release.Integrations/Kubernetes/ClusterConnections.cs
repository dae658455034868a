using System.Security.Cryptography.X509Certificates;

namespace Release.Integrations.Kubernetes;

/// <summary>
/// The connections to one cluster. A client certificate belongs to a connection, so another certificate means other
/// connections; the old ones live until the last answer on them has ended.
/// </summary>
internal sealed class ClusterConnections(Func<X509Certificate2?, HttpMessageHandler> create) : IDisposable
{
    private readonly Lock _lock = new();
    private Entry? _current;
    private bool _disposed;

    /// <exception cref="KubeconfigException">The certificate authority cannot be read.</exception>
    public HttpMessageInvoker For(X509Certificate2? certificate)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_current is not { } current || !ReferenceEquals(current.Certificate, certificate))
            {
                var fresh = new Entry(certificate, new HttpMessageInvoker(create(certificate)));
                _current?.Invoker.Dispose();
                _current = current = fresh;
            }

            return current.Invoker;
        }
    }

    /// <summary>The cluster's certificate was not accepted: its authority may have been renewed, so that its file is read again.</summary>
    public void Distrust()
    {
        lock (_lock)
        {
            _current?.Invoker.Dispose();
            _current = null;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _current?.Invoker.Dispose();
            _current = null;
        }
    }

    private sealed record Entry(X509Certificate2? Certificate, HttpMessageInvoker Invoker);
}
