using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Release.Integrations.GitHub.Webhooks;

/// <summary><c>X-Hub-Signature-256: sha256=</c> and 64 lower-case hexadecimal digits: HMAC-SHA256 over the raw body (contracts §9).</summary>
public static class WebhookSignature
{
    public const string Header = "X-Hub-Signature-256";
    private const string Prefix = "sha256=";
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");
    private const int Length = 7 + (2 * HMACSHA256.HashSizeInBytes);

    /// <summary>Whether the signature is valid. Compares in constant time.</summary>
    /// <param name="secret">Must not be empty.</param>
    /// <param name="body">The unchanged bytes of the request.</param>
    /// <param name="header">The header's value; null if there is none, or more than one.</param>
    public static bool IsRight(string secret, ReadOnlySpan<byte> body, string? header)
    {
        ArgumentException.ThrowIfNullOrEmpty(secret);
        if (header is not { Length: Length } || !header.StartsWith(Prefix, StringComparison.Ordinal) || header.AsSpan(Prefix.Length).ContainsAnyExcept(Digits))
        {
            return false;
        }

        var claimed = Convert.FromHexString(header.AsSpan(Prefix.Length));
        Span<byte> computed = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body, computed);
        return CryptographicOperations.FixedTimeEquals(claimed, computed);
    }

    /// <summary>The header's value for a body, for tests and the sandbox.</summary>
    public static string Of(string secret, ReadOnlySpan<byte> body) =>
        Prefix + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));
}
