using Release.Sandbox.GitHub.Webhooks;

namespace Release.Web.Endpoints.Views;

/// <summary>A webhook that the sandbox's GitHub sent, without its body, which can have 20 kB.</summary>
/// <param name="Guid">As in <c>X-GitHub-Delivery</c>.</param>
/// <param name="StatusCode">Release's answer; 0 when there was none.</param>
internal sealed record WebhookDeliveryView(
    long Id, Guid Guid, string Event, string Action, string Repository, DateTime DeliveredAt, double DurationSeconds, int StatusCode, string Status, bool Redelivery, string Answer)
{
    public static WebhookDeliveryView Of(WebhookDelivery delivery) => new(
        delivery.Id, delivery.Guid, delivery.Event, delivery.Action, delivery.Repository, delivery.DeliveredAt.UtcDateTime, delivery.DurationSeconds,
        delivery.StatusCode, delivery.Status, delivery.Redelivery, delivery.Answer);
}
