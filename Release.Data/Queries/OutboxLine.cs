using Release.Core.Notifications;
using Release.Data.Rows;

namespace Release.Data.Queries;

/// <summary>A message to people, as the jobs page shows it.</summary>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="NextAttemptAt">When it is tried next; only of meaning while it is pending.</param>
/// <param name="SentAt">Null until it was sent.</param>
/// <param name="LastError">Why the last try failed; null when it did not.</param>
public sealed record OutboxLine(
    long Id,
    Notification Notification,
    OutboxStatus Status,
    int Attempts,
    DateTimeOffset CreatedAt,
    DateTimeOffset NextAttemptAt,
    DateTimeOffset? SentAt,
    string? LastError);
