using System.Security.Cryptography;
using System.Text;

namespace Release.Sandbox.Kubernetes;

/// <summary>The endings Kubernetes gives generated names: no vowels, so that no words come out.</summary>
internal static class PodNames
{
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    public static string Suffix(int length) => RandomNumberGenerator.GetString(Alphabet, length);

    /// <summary>The same text gives the same ending, as a pod template's hash must.</summary>
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
