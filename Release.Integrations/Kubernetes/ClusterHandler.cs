using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Release.Integrations.Kubernetes;

/// <summary>Makes the connections to one cluster.</summary>
internal static class ClusterHandler
{
    /// <param name="context">Where to and whom to trust.</param>
    /// <param name="certificate">Who Release is, when it shows a certificate; else null.</param>
    /// <exception cref="KubeconfigException">The certificate authority cannot be read.</exception>
    public static SocketsHttpHandler Create(KubeconfigContext context, X509Certificate2? certificate)
    {
        var handler = new SocketsHttpHandler
        {
            SslOptions = SslOptions(context, certificate),
            AllowAutoRedirect = false,
            UseCookies = false,
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            // A machine that vanishes ends no connection: pings find out.
            KeepAlivePingDelay = TimeSpan.FromSeconds(15),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(30),
            ConnectCallback = ConnectAsync,
        };
        if (context.Proxy is { } proxy)
        {
            handler.Proxy = Proxy(proxy);
        }

        return handler;
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

    private static SslClientAuthenticationOptions SslOptions(KubeconfigContext context, X509Certificate2? certificate)
    {
        var options = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, shown, chain, errors) => ClusterTrust.Verify(context, shown, chain, errors),
        };
        var authorities = Authorities(context);
        if (authorities.Count > 0)
        {
            // Only the cluster's own authority is trusted, not those of the machine.
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(authorities);
            options.CertificateChainPolicy = policy;
        }

        if (certificate is not null)
        {
            options.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
        }

        return options;
    }

    private static X509Certificate2Collection Authorities(KubeconfigContext context)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            if (context.CertificateAuthorityData is { } pem)
            {
                authorities.ImportFromPem(pem);
            }
            else if (context.CertificateAuthority is { } path)
            {
                authorities.ImportFromPemFile(path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new KubeconfigException($"The certificate authority of the kubeconfig's context '{context.Name}' cannot be read ({exception.GetType().Name}).", exception);
        }

        return authorities.Count > 0 || (context.CertificateAuthorityData ?? context.CertificateAuthority) is null
            ? authorities
            : throw new KubeconfigException($"The certificate authority of the kubeconfig's context '{context.Name}' holds no certificate.");
    }

    /// <summary>The usual way, with TCP's own keep-alive for HTTP/1.1, which has no pings.</summary>
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
}
