using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Release.Integrations.Kubernetes;

/// <summary>Whether a cluster's certificate is trusted. It only ever says no to what .NET has refused, and says why in words.</summary>
internal static class ClusterTrust
{
    /// <summary>Only name and chain without any error are trusted.</summary>
    /// <exception cref="ClusterCertificateException">They are not.</exception>
    public static bool Verify(KubeconfigContext context, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None
            ? true
            : throw new ClusterCertificateException(shown is X509Certificate2 certificate ? Reason(context, certificate, chain, errors) : "it shows none.");

    private static string Reason(KubeconfigContext context, X509Certificate2 certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var status = (chain?.ChainStatus ?? []).Aggregate(X509ChainStatusFlags.NoError, (all, each) => all | each.Status);
        if (status.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            return $"it, or its authority's, is valid only from {Day(certificate.NotBefore)} to {Day(certificate.NotAfter)}. Renew it, or check this machine's clock.";
        }

        if ((status & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != X509ChainStatusFlags.NoError)
        {
            return (context.CertificateAuthorityData ?? context.CertificateAuthority) is null
                ? $"no authority that this machine trusts has signed it (signed by {certificate.Issuer}). Give the cluster's certificate-authority-data in the kubeconfig."
                : $"it is not signed by the certificate authority that the kubeconfig's context '{context.Name}' gives (signed by {certificate.Issuer}). Is it the right cluster? Else put its authority there.";
        }

        return errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            ? $"it is not for {context.TlsServerName ?? context.Server.Host} (it is for {Names(certificate)}). Correct the kubeconfig's server, or give its tls-server-name."
            : $"{status}.";
    }

    private static string Names(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString()))).ToList();
        return names.Count == 0 ? certificate.Subject : string.Join(", ", names.Take(10));
    }

    private static string Day(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
