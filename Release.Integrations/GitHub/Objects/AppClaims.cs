using System.Text.Json.Serialization;

namespace Release.Integrations.GitHub.Objects;

/// <summary>What a GitHub App's token says: when it was made, until when it counts (Unix seconds), and of which app.</summary>
internal sealed record AppClaims(
    [property: JsonPropertyName("iat")] long IssuedAt, [property: JsonPropertyName("exp")] long Expires, [property: JsonPropertyName("iss")] string Issuer);
