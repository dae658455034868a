using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;

namespace Release.Tests.Integration.Sandbox;

/// <summary>Trusts exactly the certificate authority of a kubeconfig, as clients do.</summary>
internal static partial class PrivateTrust
{
    public static SocketsHttpHandler Handler(Func<string> kubeconfigPath, X509Certificate2? client = null) =>
        HandlerOf(() => File.ReadAllText(kubeconfigPath()), client);

    /// <param name="kubeconfig">Its text.</param>
    public static SocketsHttpHandler HandlerOf(Func<string> kubeconfig, X509Certificate2? client = null)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
            (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == SslPolicyErrors.None
            && certificate is X509Certificate2 served && IsSigned(served, AuthorityOf(kubeconfig()));
        if (client is not null)
        {
            handler.SslOptions.ClientCertificates = [client];
        }

        return handler;
    }

    public static X509Certificate2 Authority(string kubeconfigPath) => AuthorityOf(File.ReadAllText(kubeconfigPath));

    private static X509Certificate2 AuthorityOf(string kubeconfig)
    {
        var data = AuthorityData().Match(kubeconfig).Groups["data"].Value;
        return X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(Convert.FromBase64String(data)));
    }

    private static bool IsSigned(X509Certificate2 certificate, X509Certificate2 authority)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    [GeneratedRegex("certificate-authority-data: (?<data>\\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AuthorityData();
}
