using System.Text.Json.Serialization;

namespace Release.Integrations.GitHub.Webhooks.Payloads;

/// <param name="RunAttempt">Older GitHub Enterprise Servers leave it out: then it is the first.</param>
/// <param name="Path">Likewise: then it stands in the payload's <c>workflow</c>.</param>
internal sealed record WebhookRun(
    [property: JsonPropertyName("id")] long? Id,
    [property: JsonPropertyName("head_sha")] string? HeadSha,
    [property: JsonPropertyName("head_branch")] string? HeadBranch,
    [property: JsonPropertyName("name")] string? Name,
    [property: JsonPropertyName("path")] string? Path,
    [property: JsonPropertyName("event")] string? Event,
    [property: JsonPropertyName("html_url")] string? HtmlUrl,
    [property: JsonPropertyName("status")] string? Status,
    [property: JsonPropertyName("conclusion")] string? Conclusion,
    [property: JsonPropertyName("run_attempt")] int? RunAttempt,
    [property: JsonPropertyName("updated_at")] DateTimeOffset? UpdatedAt);
