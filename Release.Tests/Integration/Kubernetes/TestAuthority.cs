using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Release.Tests.Integration.Kubernetes;

/// <summary>A certificate authority of a test's own.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly X509Certificate2 _issuer;

    public TestAuthority(string name = "test-ca")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        _issuer = request.CreateSelfSigned(Now.AddDays(-3), Now.AddDays(3));
    }

    public string Pem => _issuer.ExportCertificatePem();

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>For <c>127.0.0.1</c> unless another name is given.</summary>
    public X509Certificate2 Server(string? dnsName = null, bool expired = false)
    {
        var names = new SubjectAlternativeNameBuilder();
        if (dnsName is null)
        {
            names.AddIpAddress(IPAddress.Loopback);
        }
        else
        {
            names.AddDnsName(dnsName);
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=server", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        using var signed = Sign(request, expired ? Now.AddDays(-1) : Now.AddDays(1));
        using var whole = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>A client's certificate and key as PEM.</summary>
    public (string Certificate, string Key) Client(string name, bool rsa = false)
    {
        if (rsa)
        {
            using var key = RSA.Create(2048);
            using var signed = Sign(new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), Now.AddDays(1));
            return (signed.ExportCertificatePem(), key.ExportRSAPrivateKeyPem());
        }
        else
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using var signed = Sign(new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256), Now.AddDays(1));
            return (signed.ExportCertificatePem(), key.ExportECPrivateKeyPem());
        }
    }

    public bool Signed(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.Add(_issuer);
        return chain.Build(certificate);
    }

    public void Dispose() => _issuer.Dispose();

    private X509Certificate2 Sign(CertificateRequest request, DateTimeOffset until) =>
        request.Create(_issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(_issuer.GetECDsaPrivateKey()!), Now.AddDays(-2), until, RandomNumberGenerator.GetBytes(8));
}
