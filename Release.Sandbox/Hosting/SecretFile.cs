using System.Security.Cryptography;
using System.Text;

namespace Release.Sandbox.Hosting;

/// <summary>A secret that is made once and kept in a file of its own, readable by its owner only.</summary>
internal static class SecretFile
{
    private const int Bytes = 24;

    /// <summary>The content of the file, which is created if it is missing.</summary>
    /// <param name="make">Creates a secret; null for a random one.</param>
    public static string LoadOrCreate(string path, Func<string>? make = null)
    {
        if (File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } known)
        {
            return known;
        }

        var secret = make?.Invoke() ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
        StateFile.Write(path, Encoding.ASCII.GetBytes(secret + "\n"), secret: true);
        return secret;
    }
}
