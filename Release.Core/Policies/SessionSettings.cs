namespace Release.Core.Policies;

/// <summary>How long people stay signed in, and how long an answer about their memberships counts.</summary>
/// <param name="Length">From sign-in, however busy: then one signs in again.</param>
/// <param name="RecheckEvery">How often memberships of those signed in are asked for.</param>
/// <param name="Remembered">So long an answer is as good as asking again.</param>
/// <param name="Grace">So long the last answer counts when GitHub cannot be asked.</param>
public sealed record SessionSettings(TimeSpan Length, TimeSpan RecheckEvery, TimeSpan Remembered, TimeSpan Grace)
{
    public static readonly SessionSettings Default =
        new(TimeSpan.FromHours(12), TimeSpan.FromMinutes(15), TimeSpan.FromSeconds(30), TimeSpan.FromHours(12));
}
