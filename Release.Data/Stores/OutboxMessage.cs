using Release.Core.Notifications;

namespace Release.Data.Stores;

/// <summary>A message claimed for sending.</summary>
/// <param name="Attempts">How often it was tried, this time included.</param>
public sealed record OutboxMessage(long Id, Notification Notification, int Attempts);
