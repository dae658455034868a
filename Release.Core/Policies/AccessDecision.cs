namespace Release.Core.Policies;

/// <param name="Reason">When refused: why, and who may, in a sentence.</param>
public sealed record AccessDecision(bool Allowed, string Reason)
{
    public static readonly AccessDecision Yes = new(true, "");

    /// <summary>When allowed although it could not be confirmed: why not, for the event log.</summary>
    public string? Reservation { get; init; }

    public static AccessDecision No(string reason) => new(false, reason);
}
