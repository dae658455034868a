using System.Text.Json.Serialization;

namespace Release.Integrations.GitHub.Webhooks.Payloads;

[JsonSerializable(typeof(WebhookPayload))]
internal sealed partial class WebhookJson : JsonSerializerContext;
