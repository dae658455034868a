namespace Release.Data.Stores;

/// <summary>A webhook claimed for working.</summary>
/// <param name="Id"><c>X-GitHub-Delivery</c>.</param>
/// <param name="Event"><c>X-GitHub-Event</c>.</param>
/// <param name="Payload">The body as it came.</param>
/// <param name="Attempts">How often it was tried, this time included.</param>
public sealed record WebhookDelivery(long Sequence, string Id, string Event, string Payload, DateTimeOffset ReceivedAt, int Attempts);
