namespace Release.Core.Policies;

/// <summary>Memberships could not be asked for.</summary>
/// <param name="Why">What GitHub did instead.</param>
/// <param name="LastConfirmed">When it last answered.</param>
/// <param name="StillCounts">Whether that answer is within the grace.</param>
public sealed record Unconfirmed(string Why, DateTimeOffset LastConfirmed, bool StillCounts)
{
    private string When => LastConfirmed.UtcDateTime.ToString("d MMM HH:mm 'UTC'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>For the event log, when it is let through.</summary>
    public string Reservation => $"Let through by the role that GitHub last confirmed on {When}, because it cannot be asked now. {Why}";

    /// <summary>For the person, when it is not.</summary>
    public string Refusal => $"GitHub cannot be asked whether you are still in your team, and its last answer, of {When}, is too old. Try again when GitHub is back. {Why}";
}
