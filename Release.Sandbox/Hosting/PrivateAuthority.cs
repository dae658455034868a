using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Release.Sandbox.Hosting;

/// <summary>
/// The certificate authority of the sandbox's clusters: signs what their API servers show, and the certificates by which
/// clients say who they are. Only clients that have <see cref="CertificatePem"/> trust it.
/// </summary>
internal sealed class PrivateAuthority : IDisposable
{
    private static readonly Oid ServerUse = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid ClientUse = new("1.3.6.1.5.5.7.3.2");

    private readonly X509Certificate2 _certificate;
    private readonly TimeProvider _time;

    private PrivateAuthority(X509Certificate2 certificate, TimeProvider time)
    {
        _certificate = certificate;
        _time = time;
    }

    /// <summary>Without the key; what a kubeconfig carries as <c>certificate-authority-data</c>.</summary>
    public string CertificatePem => _certificate.ExportCertificatePem() + "\n";

    /// <summary>Opens the authority of an earlier start, so that kubeconfigs stay valid; creates one if there is none or it cannot be read.</summary>
    /// <param name="path">A PEM file with certificate and key, readable by its owner only.</param>
    public static PrivateAuthority Open(string path, TimeProvider time)
    {
        if (File.Exists(path) && TryRead(path) is { } known)
        {
            if (known.HasPrivateKey && known.NotAfter.ToUniversalTime() > time.GetUtcNow().UtcDateTime.AddYears(1))
            {
                return new PrivateAuthority(known, time);
            }

            known.Dispose();
        }

        var made = Make(time);
        using var key = made.GetECDsaPrivateKey()!;
        StateFile.Write(path, Encoding.ASCII.GetBytes($"{made.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n"), secret: true);
        return new PrivateAuthority(made, time);
    }

    /// <summary>An authority that is not stored.</summary>
    public static PrivateAuthority Create(TimeProvider time) => new(Make(time), time);

    /// <summary>A certificate for 127.0.0.1 and localhost.</summary>
    public X509Certificate2 IssueServer()
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        names.AddDnsName("kubernetes.default.svc");
        return Issue(new X500DistinguishedName("CN=kube-apiserver"), ServerUse, names.Build());
    }

    /// <summary>A client certificate in Kubernetes' form: the common name is the user, each organisation a group.</summary>
    public X509Certificate2 IssueClient(string user, IReadOnlyList<string> groups)
    {
        var subject = new X500DistinguishedNameBuilder();
        foreach (var group in groups)
        {
            subject.AddOrganizationName(group);
        }

        subject.AddCommonName(user);
        return Issue(subject.Build(), ClientUse, null);
    }

    /// <summary>Whether this authority signed a client's certificate and it has not expired.</summary>
    public bool HasIssued(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_certificate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(ClientUse);
        return chain.Build(certificate);
    }

    public void Dispose() => _certificate.Dispose();

    private static X509Certificate2? TryRead(string path)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(path, path);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return null; // Half a file or somebody's else: a new authority takes its place.
        }
    }

    private static X509Certificate2 Make(TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=release-sandbox-ca", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = time.GetUtcNow();
        return request.CreateSelfSigned(now.AddYears(-2), now.AddYears(10));
    }

    private X509Certificate2 Issue(X500DistinguishedName subject, Oid use, X509Extension? names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([use], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        if (names is not null)
        {
            request.CertificateExtensions.Add(names);
        }

        // Long enough on both sides that a test's clock need not be today's.
        var now = _time.GetUtcNow();
        using var signed = request.Create(_certificate, now.AddYears(-1), now.AddYears(1), RandomNumberGenerator.GetBytes(16));
        using var withKey = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }
}
