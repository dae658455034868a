using System.Security.Cryptography;
using System.Text;

namespace Release.Sandbox.Hosting;

/// <summary>A secret that is made once and kept in a file of its own, readable by its owner only.</summary>
internal static class SecretFile
{
    private const int Bytes = 24;

    /// <summary>What is in the file; made where there is none.</summary>
    /// <param name="make">A new one; null for one of no special form.</param>
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
