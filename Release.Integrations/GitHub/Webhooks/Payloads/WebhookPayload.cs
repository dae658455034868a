using System.Text.Json.Serialization;

namespace Release.Integrations.GitHub.Webhooks.Payloads;

/// <summary>What Release reads of GitHub's payloads; each event has some of it.</summary>
internal sealed record WebhookPayload(
    [property: JsonPropertyName("action")] string? Action,
    [property: JsonPropertyName("repository")] WebhookRepository? Repository,
    [property: JsonPropertyName("sender")] WebhookPerson? Sender,
    [property: JsonPropertyName("release")] WebhookRelease? Release,
    [property: JsonPropertyName("workflow_run")] WebhookRun? Run,
    [property: JsonPropertyName("workflow")] WebhookWorkflow? Workflow,
    [property: JsonPropertyName("package")] WebhookPackage? Package,
    [property: JsonPropertyName("registry_package")] WebhookPackage? RegistryPackage,
    [property: JsonPropertyName("ref")] string? Ref,
    [property: JsonPropertyName("after")] string? After,
    [property: JsonPropertyName("deleted")] bool? Deleted);
