using System.Security.Cryptography;
using System.Text;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.GitHub.OAuth;

/// <summary>The OAuth app that an operator would have registered for Release. Its callback is any address on loopback, as GitHub takes any port there.</summary>
/// <param name="Id">Public.</param>
/// <param name="Secret">Kept in a file that only its owner reads.</param>
internal sealed record OAuthClient(string Id, string Secret)
{
    public const string Name = "Release";

    /// <param name="path">Where the secret is kept.</param>
    public static OAuthClient Load(string path)
    {
        var secret = SecretFile.LoadOrCreate(path);

        // The same for the same secret, and saying nothing about it.
        return new OAuthClient($"Ov23li{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"client {secret}")))[..14]}", secret);
    }

    public bool IsSecret(string? secret) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret ?? ""), Encoding.UTF8.GetBytes(Secret));

    /// <summary>Whether people may be sent back there.</summary>
    public static bool IsCallback(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.IsLoopback && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);
}
