using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Release.Tests.Integration.Registry;

/// <summary>
/// A token server as the distribution project describes it: signs with ES256 or RS256, names its key by certificate
/// (<c>x5c</c>), and gives pull rights to one account.
/// </summary>
internal sealed class TokenServer : IAsyncDisposable
{
    public const string Username = "release";
    public const string Password = "pull-secret";
    public const string Service = "test-registry";
    private const string Issuer = "test-tokens";

    private readonly AsymmetricAlgorithm _key;
    private readonly X509Certificate2 _certificate;
    private readonly string _bundle;

    private TokenServer(bool rsa)
    {
        if (rsa)
        {
            var key = RSA.Create(2048);
            _key = key;
            _certificate = SelfSigned(new CertificateRequest("CN=tokens", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        }
        else
        {
            var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            _key = key;
            _certificate = SelfSigned(new CertificateRequest("CN=tokens", key, HashAlgorithmName.SHA256));
        }

        _bundle = Path.Combine(Directory.CreateTempSubdirectory("release-tokens-").FullName, "roots.pem");
        File.WriteAllText(_bundle, _certificate.ExportCertificatePem());
    }

    public RegistryDouble Wire { get; private set; } = null!;

    /// <summary>For the registry's configuration.</summary>
    public string Authentication => $$"""
        auth:
          token: { realm: "{{Wire.Address}}token", service: {{Service}}, issuer: {{Issuer}}, rootcertbundle: "{{_bundle}}" }
        """;

    public static async Task<TokenServer> StartAsync(bool rsa)
    {
        var server = new TokenServer(rsa);
        server.Wire = await RegistryDouble.StartAsync(server.AnswerAsync);
        return server;
    }

    /// <summary>With every right on an image.</summary>
    public AuthenticationHeaderValue PushToken(string image) => new("Bearer", Token(image, "pull", "push"));

    public async ValueTask DisposeAsync()
    {
        await Wire.DisposeAsync();
        _certificate.Dispose();
        _key.Dispose();
        Directory.Delete(Path.GetDirectoryName(_bundle)!, recursive: true);
    }

    private static X509Certificate2 SelfSigned(CertificateRequest request)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private Task AnswerAsync(HttpContext context)
    {
        var wanted = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Username}:{Password}"));
        var scope = context.Request.Query["scope"].ToString().Split(':');
        if (context.Request.Headers.Authorization != wanted || context.Request.Query["service"] != Service || scope is not ["repository", _, "pull"])
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }

        return context.Response.WriteAsJsonAsync(new { token = Token(scope[1], "pull"), expires_in = 300 });
    }

    private string Token(string image, params string[] actions)
    {
        var now = TimeProvider.System.GetUtcNow();
        var header = JsonSerializer.SerializeToUtf8Bytes(new
        {
            typ = "JWT",
            alg = _key is RSA ? "RS256" : "ES256",
            x5c = new[] { Convert.ToBase64String(_certificate.RawData) },
        });
        var claims = JsonSerializer.SerializeToUtf8Bytes(new
        {
            iss = Issuer,
            sub = Username,
            aud = Service,
            nbf = now.AddMinutes(-1).ToUnixTimeSeconds(),
            iat = now.ToUnixTimeSeconds(),
            exp = now.AddMinutes(5).ToUnixTimeSeconds(),
            jti = Guid.NewGuid().ToString("N"),
            access = new[] { new { type = "repository", name = image, actions } },
        });
        var text = $"{Base64Url(header)}.{Base64Url(claims)}";
        var bytes = Encoding.ASCII.GetBytes(text);
        var signature = _key switch
        {
            RSA rsa => rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            ECDsa curve => curve.SignData(bytes, HashAlgorithmName.SHA256),
            _ => throw new InvalidOperationException("There is no such key."),
        };
        return $"{text}.{Base64Url(signature)}";
    }

    private static string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
