using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Release.Integrations.Kubernetes;

/// <summary>A token, a client certificate with its key, or both: fixed, or in files that are renewed from outside.</summary>
internal sealed class FileCredential(KubeconfigContext context, TimeProvider timeProvider) : ICredentialSource
{
    /// <summary>As client-go does it: tokens and certificates are renewed long before they end.</summary>
    private static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    public bool MayChange => (context.TokenFile ?? context.ClientCertificate?.Path ?? context.ClientKey?.Path) is not null;

    public async Task<ClusterIdentity> ObtainAsync(ClusterIdentity? before, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var token = context.TokenFile is { } path ? await ReadAsync(path, cancellationToken) : context.Token;
        var renewAt = MayChange ? now + KeepFor : DateTimeOffset.MaxValue;
        if (context is not { ClientCertificate: { } certificate, ClientKey: { } key })
        {
            return new ClusterIdentity(token, null, null, renewAt);
        }

        try
        {
            return Checked(new ClusterIdentity(token, certificate.Read(), key.Read(), renewAt));
        }
        catch (KubeconfigException) when (before is not null)
        {
            // Caught between the renewal of one file and of the other: the old pair still counts for a moment.
            return before with { Token = token, RenewAt = now + Moment };
        }
    }

    /// <exception cref="KubeconfigException">The pair cannot be read or does not belong together. The message holds neither.</exception>
    public static ClusterIdentity Checked(ClusterIdentity identity)
    {
        try
        {
            using var pair = X509Certificate2.CreateFromPem(identity.Certificate, identity.Key);
            return identity;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new KubeconfigException("The client certificate and its key cannot be read or do not belong together: both must be PEM, the key RSA or EC and without a passphrase.");
        }
    }

    private static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var text = await File.ReadAllTextAsync(path, cancellationToken);
            return string.IsNullOrWhiteSpace(text) ? throw new KubeconfigException("The token file that the kubeconfig names is empty.") : text.Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KubeconfigException($"The token file that the kubeconfig names cannot be read ({exception.GetType().Name}).", exception);
        }
    }
}
