using Release.Data.Queries;
using Release.Data.Rows;
using Release.Web.Components.Shared;

namespace Release.Web.Components.Pages.Webhooks;

/// <summary>The webhooks that were remembered when one looked, in words. Pure.</summary>
internal sealed record WebhooksState(IReadOnlyList<WebhookLine> Lines, IReadOnlyDictionary<WebhookDeliveryStatus, int> Counts)
{
    public static readonly WebhooksState Empty = new([], new Dictionary<WebhookDeliveryStatus, int>());

    public int CountOf(WebhookDeliveryStatus status) => Counts.GetValueOrDefault(status);

    public static (string Icon, string Word, string Tone) Look(WebhookLine line) => line.Status switch
    {
        WebhookDeliveryStatus.Worked => ("good", "Worked", "good"),
        WebhookDeliveryStatus.Failed => ("failed", "Given up", "failed"),
        _ when line.Attempts > 0 => ("attention", "Waiting", "attention"),
        _ => ("pending", "Pending", ""),
    };

    /// <summary>What came of it, or comes of it next.</summary>
    public static string Fate(WebhookLine line, DateTimeOffset now) => line.Status switch
    {
        WebhookDeliveryStatus.Pending when line.NextAttemptAt > now && line.Outcome is not null =>
            $"{line.Outcome} Tried {(line.Attempts == 1 ? "once" : $"{line.Attempts} times")}, next in {TimeInWords.Duration(Whole(line.NextAttemptAt - now))}.",
        WebhookDeliveryStatus.Pending => "is worked next",
        _ => line.Outcome ?? "",
    };

    private static TimeSpan Whole(TimeSpan length) => TimeSpan.FromSeconds(Math.Floor(Math.Max(0, length.TotalSeconds)));
}
