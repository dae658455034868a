namespace Release.Integrations.Kubernetes;

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
