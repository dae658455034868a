namespace Release.Sandbox.Faults;

/// <summary>What is wrong with GitHub or the registry. What stands here is all there is: the default is a service that works.</summary>
/// <param name="Away">Its connections end, and no new one succeeds.</param>
/// <param name="Hang">While it is away: connecting succeeds and nothing ever answers, instead of being refused.</param>
/// <param name="Delay">Before every answer.</param>
/// <param name="Failing">It answers every request with 502.</param>
/// <param name="HalfAnswers">Every answer breaks off in the middle of its body.</param>
/// <param name="OutOfQuotaUntil">Until then requests are answered as if the quota of the hour were used up.</param>
/// <param name="ToldToWaitUntil">Until then requests are answered as if they had come too fast, with how long to wait.</param>
public sealed record ServiceTrouble(
    bool Away = false,
    bool Hang = false,
    TimeSpan Delay = default,
    bool Failing = false,
    bool HalfAnswers = false,
    DateTimeOffset? OutOfQuotaUntil = null,
    DateTimeOffset? ToldToWaitUntil = null)
{
    /// <summary>Without the times that are over.</summary>
    internal ServiceTrouble At(DateTimeOffset now) =>
        OutOfQuotaUntil <= now || ToldToWaitUntil <= now
            ? this with { OutOfQuotaUntil = OutOfQuotaUntil > now ? OutOfQuotaUntil : null, ToldToWaitUntil = ToldToWaitUntil > now ? ToldToWaitUntil : null }
            : this;
}
