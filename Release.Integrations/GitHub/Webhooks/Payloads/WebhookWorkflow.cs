using System.Text.Json.Serialization;

namespace Release.Integrations.GitHub.Webhooks.Payloads;

internal sealed record WebhookWorkflow(
    [property: JsonPropertyName("name")] string? Name,
    [property: JsonPropertyName("path")] string? Path);
