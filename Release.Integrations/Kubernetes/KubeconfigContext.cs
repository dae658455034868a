namespace Release.Integrations.Kubernetes;

/// <summary>
/// How to reach one cluster: a kubeconfig's context with its cluster and user. Compared by value, so that a client is
/// made anew exactly when something changed. Its text never shows the token.
/// </summary>
/// <param name="Name">The context's name.</param>
/// <param name="Server">The API server's address.</param>
/// <param name="CertificateAuthority">Path of a PEM file; null when there is none.</param>
/// <param name="CertificateAuthorityData">PEM text; wins over the path.</param>
/// <param name="Token">A bearer token; null when there is none.</param>
/// <param name="TokenFile">Path of a file that holds one and may be renewed; wins over <paramref name="Token"/>, as in kubectl.</param>
internal sealed record KubeconfigContext(
    string Name,
    Uri Server,
    string? CertificateAuthority = null,
    string? CertificateAuthorityData = null,
    string? Token = null,
    string? TokenFile = null)
{
    /// <summary>Who Release is by certificate; null when it shows none.</summary>
    public PemSource? ClientCertificate { get; init; }

    /// <summary>Set exactly when <see cref="ClientCertificate"/> is.</summary>
    public PemSource? ClientKey { get; init; }

    /// <summary>The command that gives the credential; null when there is none.</summary>
    public ExecPlugin? Exec { get; init; }

    /// <summary>Null for the surroundings' (the variables <c>HTTPS_PROXY</c> and <c>NO_PROXY</c>).</summary>
    public Uri? Proxy { get; init; }

    /// <summary>The name that the server's certificate must be for, when it is not the address's.</summary>
    public string? TlsServerName { get; init; }

    public override string ToString() => $"context {Name} at {Server}";
}
