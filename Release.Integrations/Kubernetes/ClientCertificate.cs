using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Release.Integrations.Kubernetes;

/// <summary>A certificate with its private key, from PEM.</summary>
internal static class ClientCertificate
{
    /// <exception cref="KubeconfigException">They cannot be read or do not belong together. The message holds neither.</exception>
    public static X509Certificate2 Parse(string certificate, string key)
    {
        try
        {
            return X509Certificate2.CreateFromPem(certificate, key);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new KubeconfigException("The client certificate and its key cannot be read or do not belong together: both must be PEM, the key RSA or EC and without a passphrase.");
        }
    }
}
