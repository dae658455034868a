using System.Text.Json.Serialization;

namespace Release.Web.Endpoints;

/// <summary>What GitHub is told, and shows in its list of deliveries.</summary>
internal sealed record WebhookAnswer(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Accepted = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Repeated = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Ignored = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Ping = false)
{
    public static readonly WebhookAnswer IsAccepted = new(Accepted: true);
    public static readonly WebhookAnswer IsRepeated = new(Repeated: true);
    public static readonly WebhookAnswer IsIgnored = new(Ignored: true);
    public static readonly WebhookAnswer Pong = new(Ping: true);
}
