using System.Text.Json.Serialization;

namespace Release.Integrations.Registry;

/// <summary>
/// A token server's answer, as the distribution project describes it: <c>token</c>, or <c>access_token</c> of OAuth 2, and
/// for how many seconds it counts (60 where it does not say).
/// </summary>
internal sealed record RegistryTokenAnswer(
    [property: JsonPropertyName("token")] string? Token,
    [property: JsonPropertyName("access_token")] string? AccessToken,
    [property: JsonPropertyName("expires_in")] double? ExpiresIn)
{
    /// <summary>Not the token.</summary>
    public override string ToString() => "a token server's answer";
}
