using System.Text.Json.Serialization;

namespace Release.Integrations.GitHub.Webhooks.Payloads;

internal sealed record WebhookRepository(
    [property: JsonPropertyName("full_name")] string? FullName,
    [property: JsonPropertyName("default_branch")] string? DefaultBranch);
