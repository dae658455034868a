using System.Security.Cryptography;
using System.Text;

namespace Release.Core.Policies;

/// <summary>How machine tokens are made and hashed. They are long and random, so a plain SHA-256 is enough.</summary>
public static class TokenSecret
{
    /// <summary>What every token begins with, so that secret scanners find them: <c>rel_[A-Za-z0-9_-]{43}</c>.</summary>
    public const string Mark = "rel_";

    // Enough to tell tokens apart, and nothing to guess from: 220 random bits remain.
    private const int ShownLength = 10;

    /// <summary>SHA-256 of the UTF-8 bytes, 64 lower-case hexadecimal digits.</summary>
    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>A new token: the mark and 43 characters, 256 random bits.</summary>
    public static string New() => Mark + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))
        .TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>Its first characters, for people; empty for a token that was not made here, whose beginning may be guessable.</summary>
    public static string PrefixOf(string token) =>
        token.StartsWith(Mark, StringComparison.Ordinal) && token.Length >= 40 ? token[..ShownLength] : "";
}
