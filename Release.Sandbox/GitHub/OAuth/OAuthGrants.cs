using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.GitHub.OAuth;

/// <summary>Who let Release act for them: codes that work once within ten minutes, and access tokens, of which only hashes are kept. Safe to use from any thread.</summary>
internal sealed class OAuthGrants(string path, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(10);

    private const int Most = 500;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Pending> _codes = new(StringComparer.Ordinal);
    private readonly List<AccessGrant> _grants = StateFile.Load<List<AccessGrant>>(path, logger) ?? [];

    /// <summary>A code for what somebody agreed to.</summary>
    public string Agree(AuthorizationRequest request, string login)
    {
        var code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(10));
        lock (_gate)
        {
            var now = time.GetUtcNow();
            foreach (var (old, _) in _codes.Where(entry => entry.Value.Until <= now).ToList())
            {
                _codes.Remove(old);
            }

            _codes[code] = new Pending(request, login, now + CodeLifetime);
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

    /// <returns>The access token.</returns>
    public string Issue(string login, string scopes)
    {
        var token = $"gho_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(18))}";
        lock (_gate)
        {
            _grants.Add(new AccessGrant(HashOf(token), login, scopes));
            if (_grants.Count > Most)
            {
                _grants.RemoveAt(0);
            }

            Save();
        }

        return token;
    }

    /// <summary>Whom a token stands for; null when it is none of ours or was revoked.</summary>
    public AccessGrant? Find(string token)
    {
        var hash = HashOf(token);
        lock (_gate)
        {
            return _grants.Find(grant => grant.Hash == hash);
        }
    }

    /// <returns>False when there was no such token.</returns>
    public bool Revoke(string token)
    {
        var hash = HashOf(token);
        lock (_gate)
        {
            var removed = _grants.RemoveAll(grant => grant.Hash == hash) > 0;
            if (removed)
            {
                Save();
            }

            return removed;
        }
    }

    /// <summary>PKCE's S256: the verifier's SHA-256 in unpadded base64url. Source: RFC 7636, section 4.6.</summary>
    public static bool Verifies(string challenge, string? verifier) =>
        challenge.Length == 0 || challenge == Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier ?? "")));

    private static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private void Save() => StateFile.Save(path, _grants, secret: true);

    private sealed record Pending(AuthorizationRequest Request, string Login, DateTimeOffset Until);
}
