using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Release.Sandbox.Registry;

/// <summary>
/// Bearer tokens that say themselves what they are for and until when, signed with a key that lives as long as the process:
/// after a restart clients are challenged again, as by any registry whose tokens run out.
/// </summary>
internal sealed class RegistryTokens(TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <param name="repositories">Names whose images may be pulled.</param>
    public string Issue(IReadOnlyList<string> repositories)
    {
        var content = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new Content(repositories, time.GetUtcNow() + Lifetime)));
        return $"{content}.{Sign(content)}";
    }

    /// <summary>The repositories that the token lets pull; null when it is none of ours or has run out.</summary>
    public IReadOnlyList<string>? Read(string token)
    {
        if (token.Split('.') is not [var content, var signature]
            || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(signature), Encoding.ASCII.GetBytes(Sign(content))))
        {
            return null;
        }

        // Signed, so it is what was issued.
        var read = JsonSerializer.Deserialize<Content>(Base64Url.DecodeFromChars(content))!;
        return read.Until > time.GetUtcNow() ? read.Repositories : null;
    }

    private string Sign(string content) => Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(content)));

    private sealed record Content(IReadOnlyList<string> Repositories, DateTimeOffset Until);
}
