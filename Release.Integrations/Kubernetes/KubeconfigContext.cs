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
    public override string ToString() => $"context {Name} at {Server}";
}
