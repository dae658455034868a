using System.Net.Http.Headers;

namespace Release.Integrations.Kubernetes;

/// <summary>Who Release is to a cluster. The seam for credential plugins.</summary>
internal interface IClusterCredential
{
    /// <summary>The header for the next request; null for a cluster that asks for none.</summary>
    ValueTask<AuthenticationHeaderValue?> HeaderAsync(CancellationToken cancellationToken);

    /// <summary>The cluster did not accept it: whatever is kept must be asked for again.</summary>
    void Rejected();
}
