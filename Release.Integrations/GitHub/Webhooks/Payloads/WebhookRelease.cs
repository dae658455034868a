using System.Text.Json.Serialization;

namespace Release.Integrations.GitHub.Webhooks.Payloads;

internal sealed record WebhookRelease(
    [property: JsonPropertyName("tag_name")] string? TagName,
    [property: JsonPropertyName("draft")] bool? Draft,
    [property: JsonPropertyName("prerelease")] bool? Prerelease,
    [property: JsonPropertyName("author")] WebhookPerson? Author);
