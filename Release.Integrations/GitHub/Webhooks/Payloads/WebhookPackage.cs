using System.Text.Json.Serialization;

namespace Release.Integrations.GitHub.Webhooks.Payloads;

internal sealed record WebhookPackage([property: JsonPropertyName("name")] string? Name);
