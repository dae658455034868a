namespace Release.Integrations.Kubernetes;

/// <summary>Who Release is to a cluster.</summary>
internal interface IClusterCredential
{
    /// <summary>For the next request. Cheap when nothing has changed.</summary>
    /// <exception cref="KubeconfigException">A file cannot be read, or a plugin did not give a credential.</exception>
    ValueTask<ClusterIdentity> GetAsync(CancellationToken cancellationToken);

    /// <summary>The cluster did not accept it: whatever is kept must be asked for again.</summary>
    /// <param name="refused">What was refused; a newer one stays.</param>
    /// <returns>True when asking again can give another, so that the request is worth repeating.</returns>
    bool Rejected(ClusterIdentity refused);
}
