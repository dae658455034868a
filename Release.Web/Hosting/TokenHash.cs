using System.Security.Cryptography;
using System.Text;

namespace Release.Web.Hosting;

/// <summary>How machine tokens are made and hashed. Tokens are long and random, so a plain SHA-256 is enough.</summary>
public static class TokenHash
{
    /// <summary>SHA-256 of the UTF-8 bytes, 64 lower-case hexadecimal digits.</summary>
    public static string Of(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>A new token: 43 characters, 256 random bits.</summary>
    public static string NewToken() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))
        .TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
