using System.Text;

namespace Release.Sandbox.GitHub.OAuth;

/// <summary>What a client asks for when it sends somebody to sign in.</summary>
/// <param name="RedirectUri">Where to send them back to.</param>
/// <param name="Scope">Separated by spaces or commas.</param>
/// <param name="State">Handed back as it came.</param>
/// <param name="CodeChallenge">Of PKCE, method S256; empty without.</param>
internal sealed record AuthorizationRequest(string ClientId, string RedirectUri, string Scope, string State, string CodeChallenge, string CodeChallengeMethod)
{
    /// <param name="value">Reads one parameter.</param>
    public static AuthorizationRequest Read(Func<string, string> value) => new(
        value("client_id"), value("redirect_uri"), value("scope"), value("state"), value("code_challenge"), value("code_challenge_method"));

    /// <summary>To be sent on with the form.</summary>
    public IEnumerable<(string Name, string Value)> Fields() =>
    [
        ("client_id", ClientId), ("redirect_uri", RedirectUri), ("scope", Scope), ("state", State),
        ("code_challenge", CodeChallenge), ("code_challenge_method", CodeChallengeMethod),
    ];

    public IReadOnlyList<string> Scopes => [.. Scope.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

    /// <summary>The address to send somebody back to, with these parameters and the state.</summary>
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
