using Release.Data.Queries;
using Release.Data.Rows;
using Release.Web.Components.Shared;

namespace Release.Web.Components.Pages.Webhooks;

/// <summary>The stored webhooks. Pure.</summary>
internal sealed record WebhooksState(IReadOnlyList<WebhookLine> Lines, IReadOnlyDictionary<WebhookDeliveryStatus, int> Counts)
{
    public static readonly WebhooksState Empty = new([], new Dictionary<WebhookDeliveryStatus, int>());

    public int CountOf(WebhookDeliveryStatus status) => Counts.GetValueOrDefault(status);

    public static (string Icon, string Word, string Tone) Style(WebhookLine line) => line.Status switch
    {
        WebhookDeliveryStatus.Worked => ("good", "Processed", "good"),
        WebhookDeliveryStatus.Failed => ("failed", "Given up", "failed"),
        _ when line.Attempts > 0 => ("attention", "Waiting", "attention"),
        _ => ("pending", "Pending", ""),
    };

    /// <summary>What happened to it, or happens next.</summary>
    public static string Result(WebhookLine line, DateTimeOffset now) => line.Status switch
    {
        WebhookDeliveryStatus.Pending when line.NextAttemptAt > now && line.Outcome is not null =>
            $"{line.Outcome} Tried {(line.Attempts == 1 ? "once" : $"{line.Attempts} times")}, next in {TimeInWords.WholeDuration(line.NextAttemptAt - now)}.",
        WebhookDeliveryStatus.Pending => "is processed next",
        _ => line.Outcome ?? "",
    };
}
