using Release.Data.Rows;

namespace Release.Data.Queries;

/// <summary>A webhook as the page for admins shows it, without its payload.</summary>
public sealed record WebhookLine(
    long Sequence,
    string Id,
    string Event,
    WebhookDeliveryStatus Status,
    int Attempts,
    DateTimeOffset ReceivedAt,
    DateTimeOffset NextAttemptAt,
    DateTimeOffset? WorkedAt,
    string? Outcome);
