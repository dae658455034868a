using System.Security.Cryptography;
using System.Text;

namespace Release.Sandbox.Kubernetes;

/// <summary>Random suffixes of generated names, without vowels, so that they form no words.</summary>
internal static class NameSuffix
{
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    public static string Suffix(int length) => RandomNumberGenerator.GetString(Alphabet, length);

    /// <summary>A suffix derived from a text, as for a pod template's hash.</summary>
    public static string Hash(string text, int length = 10)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return string.Create(length, digest, static (span, bytes) =>
        {
            for (var index = 0; index < span.Length; index++)
            {
                span[index] = Alphabet[bytes[index] % Alphabet.Length];
            }
        });
    }
}
