using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Release.Integrations.Kubernetes.Kubeconfig;

namespace Release.Integrations.Kubernetes.Connection;

/// <summary>A cluster's certificate is not trusted; the message says why.</summary>
internal sealed class ClusterCertificateException(string message) : AuthenticationException(message);

/// <summary>
/// Sets up connections to one cluster: timeouts, proxy and trust. KubernetesClient's own check of the server certificate is
/// not used, because with a custom authority it accepts a certificate for another host name.
/// </summary>
internal static class ClusterTls
{
    /// <exception cref="KubeconfigException">The certificate authority cannot be read.</exception>
    public static void SetUp(SocketsHttpHandler handler, KubeconfigContext context)
    {
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        handler.ConnectTimeout = TimeSpan.FromSeconds(10);
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(30);
        // A machine that disappears does not close its connections; pings detect it.
        handler.KeepAlivePingDelay = TimeSpan.FromSeconds(15);
        handler.KeepAlivePingTimeout = TimeSpan.FromSeconds(10);
        handler.ConnectCallback = ConnectAsync;
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, chain, errors) => Verify(context, shown, chain, errors);
        if (context.Authority is { } authority)
        {
            // Only the cluster's own authority is trusted, not those of the machine.
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(Authorities(authority, context));
        }

        if (context.Proxy is { } proxy)
        {
            handler.Proxy = Proxy(proxy);
        }
    }

    private static X509Certificate2Collection Authorities(PemSource source, KubeconfigContext context)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(source.Read());
        }
        catch (CryptographicException exception)
        {
            throw new KubeconfigException($"The certificate authority of the kubeconfig's context '{context.Name}' cannot be read ({exception.GetType().Name}).", exception);
        }

        return authorities.Count > 0 ? authorities : throw new KubeconfigException($"The certificate authority of the kubeconfig's context '{context.Name}' holds no certificate.");
    }

    private static WebProxy Proxy(Uri address)
    {
        var user = address.UserInfo.Split(':', 2);
        return new WebProxy(new UriBuilder(address) { UserName = "", Password = "" }.Uri)
        {
            Credentials = user[0].Length == 0
                ? null
                : new NetworkCredential(Uri.UnescapeDataString(user[0]), user.Length > 1 ? Uri.UnescapeDataString(user[1]) : ""),
        };
    }

    /// <summary>Connects as usual, with TCP keep-alive for HTTP/1.1, which has no pings.</summary>
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 15);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Trusts only what .NET found without error in name and chain; otherwise throws with the reason.</summary>
    private static bool Verify(KubeconfigContext context, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None
            ? true
            : throw new ClusterCertificateException(shown is X509Certificate2 certificate ? Reason(context, certificate, chain, errors) : "the server presented none.");

    private static string Reason(KubeconfigContext context, X509Certificate2 certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var status = (chain?.ChainStatus ?? []).Aggregate(X509ChainStatusFlags.NoError, (all, each) => all | each.Status);
        if (status.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            return $"it, or its authority's, is valid only from {Day(certificate.NotBefore)} to {Day(certificate.NotAfter)}. Renew it, or check this machine's clock.";
        }

        if ((status & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != X509ChainStatusFlags.NoError)
        {
            return context.Authority is null
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
