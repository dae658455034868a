using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Release.Sandbox.GitHub.OAuth;

/// <summary>What people agreed to and their clients have not fetched yet: codes that work once, within ten minutes. Safe to use from any thread.</summary>
internal sealed class AuthorizationCodes(TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Pending> _codes = new(StringComparer.Ordinal);

    /// <returns>A code for what somebody agreed to.</returns>
    public string Add(AuthorizationRequest request, string login)
    {
        var code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(10));
        lock (_gate)
        {
            var now = time.GetUtcNow();
            foreach (var (old, _) in _codes.Where(entry => entry.Value.Until <= now).ToList())
            {
                _codes.Remove(old);
            }

            _codes[code] = new Pending(request, login, now + Lifetime);
        }

        return code;
    }

    /// <summary>Takes a code; whatever comes of it, it works no second time. Null when it is not (any more) one of ours.</summary>
    public (AuthorizationRequest Request, string Login)? Take(string code)
    {
        lock (_gate)
        {
            return _codes.Remove(code, out var pending) && pending.Until > time.GetUtcNow() ? (pending.Request, pending.Login) : null;
        }
    }

    /// <summary>PKCE's S256: the verifier's SHA-256 in unpadded base64url. Source: RFC 7636, section 4.6.</summary>
    public static bool Verifies(string challenge, string verifier) =>
        challenge.Length == 0 || challenge == Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    private sealed record Pending(AuthorizationRequest Request, string Login, DateTimeOffset Until);
}
