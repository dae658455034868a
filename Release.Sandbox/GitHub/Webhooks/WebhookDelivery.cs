namespace Release.Sandbox.GitHub.Webhooks;

/// <summary>One webhook that was sent to Release, and what came of it.</summary>
/// <param name="Guid">The same for every delivery of the same event (<c>X-GitHub-Delivery</c>).</param>
/// <param name="Action">Such as <c>published</c>; empty for events that have none.</param>
/// <param name="Repository">Its short name.</param>
/// <param name="StatusCode">Release's HTTP status; 0 when it did not answer.</param>
/// <param name="Status"><c>OK</c>, or what went wrong in GitHub's words.</param>
/// <param name="Payload">The body, byte for byte what was signed.</param>
/// <param name="Answer">Release's body, at most 2,000 characters.</param>
public sealed record WebhookDelivery(
    long Id,
    Guid Guid,
    string Event,
    string Action,
    string Repository,
    DateTimeOffset DeliveredAt,
    double DurationSeconds,
    int StatusCode,
    string Status,
    bool Redelivery,
    string Payload,
    string Answer)
{
    /// <summary>Whether Release took it.</summary>
    public bool Good => StatusCode is >= 200 and < 300;
}
