using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;

namespace Release.Integrations.Kubernetes;

/// <summary>Who Release is to a cluster at one moment. Its text shows neither.</summary>
/// <param name="Header">Null where the cluster asks for none.</param>
/// <param name="Certificate">With its private key; null where there is none. The same object as long as it is the same certificate.</param>
internal sealed record ClusterIdentity(AuthenticationHeaderValue? Header = null, X509Certificate2? Certificate = null)
{
    public static readonly ClusterIdentity Nobody = new();

    public override string ToString() => nameof(ClusterIdentity);
}
