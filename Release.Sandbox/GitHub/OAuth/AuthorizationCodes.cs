using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Release.Sandbox.GitHub.OAuth;

/// <summary>Authorization codes: each works once, within ten minutes. Thread-safe.</summary>
internal sealed class AuthorizationCodes(TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Pending> _codes = new(StringComparer.Ordinal);

    /// <returns>A code for the authorization.</returns>
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

    /// <summary>Uses up a code, whether or not the exchange succeeds. Null when it is unknown or expired.</summary>
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

/// <summary>The parameters with which a client sends somebody to sign in.</summary>
/// <param name="RedirectUri">Where to send them back to.</param>
/// <param name="Scope">Separated by spaces or commas.</param>
/// <param name="State">Returned unchanged.</param>
/// <param name="CodeChallenge">PKCE challenge (S256); empty without PKCE.</param>
internal sealed record AuthorizationRequest(string ClientId, string RedirectUri, string Scope, string State, string CodeChallenge, string CodeChallengeMethod)
{
    /// <param name="value">Reads one parameter.</param>
    public static AuthorizationRequest Read(Func<string, string> value) => new(
        value("client_id"), value("redirect_uri"), value("scope"), value("state"), value("code_challenge"), value("code_challenge_method"));

    /// <summary>The parameters as hidden form fields.</summary>
    public IEnumerable<(string Name, string Value)> Fields() =>
    [
        ("client_id", ClientId), ("redirect_uri", RedirectUri), ("scope", Scope), ("state", State),
        ("code_challenge", CodeChallenge), ("code_challenge_method", CodeChallengeMethod),
    ];

    public IReadOnlyList<string> Scopes => [.. Scope.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

    /// <summary>The redirect address with these parameters and the state.</summary>
    public string AnswerTo(params IReadOnlyList<(string Name, string Value)> parameters)
    {
        var address = new StringBuilder(RedirectUri);
        var separator = RedirectUri.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        foreach (var (name, value) in State.Length > 0 ? [.. parameters, ("state", State)] : parameters)
        {
            address.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }

        return address.ToString();
    }
}
