using System.Text.Json.Serialization;

namespace Release.Integrations.GitHub.Webhooks.Payloads;

internal sealed record WebhookPerson([property: JsonPropertyName("login")] string? Login);
