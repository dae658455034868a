using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Release.Integrations.GitHub.Client;

/// <summary>The JSON web token with which a GitHub App says that it is itself (RS256, RFC 7519).</summary>
internal static class AppToken
{
    /// <summary>GitHub's advice against clocks that differ: it must not seem to be made in the future.</summary>
    private static readonly TimeSpan s_back = TimeSpan.FromSeconds(60);

    /// <summary>GitHub takes at most ten minutes, by its own clock.</summary>
    private static readonly TimeSpan s_life = TimeSpan.FromMinutes(9);

    /// <param name="issuer">The app's id or client id.</param>
    /// <param name="pem">Its private key, PKCS#1 or PKCS#8.</param>
    /// <exception cref="CryptographicException">The key cannot be used.</exception>
    /// <exception cref="ArgumentException">The text holds no key.</exception>
    public static string Make(string issuer, string pem, DateTimeOffset now)
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        var claims = new JsonObject { ["iat"] = (now - s_back).ToUnixTimeSeconds(), ["exp"] = (now + s_life).ToUnixTimeSeconds(), ["iss"] = issuer };
        var content = $"{Base64Url.EncodeToString("""{"alg":"RS256","typ":"JWT"}"""u8)}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        var signature = rsa.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{content}.{Base64Url.EncodeToString(signature)}";
    }
}
