using Release.Sandbox.Faults;

namespace Release.Sandbox.Pages;

/// <summary>One line of the menu of what can go wrong with GitHub or the registry. Pure.</summary>
/// <param name="Change">The trouble afterwards, from the trouble and the time now.</param>
internal sealed record ServiceChoice(string Title, string Meaning, Func<ServiceTrouble, DateTimeOffset, ServiceTrouble> Change)
{
    /// <summary>How long a quota chosen here is used up, and how long one is told to wait.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>What can be chosen now: each trouble, or its end.</summary>
    public static IEnumerable<ServiceChoice> Of(ServiceTrouble trouble)
    {
        if (!trouble.Away)
        {
            yield return new("Take it away, hanging", "connecting succeeds, nothing answers", (now, _) => now with { Away = true, Hang = true });
        }

        yield return trouble.Delay > TimeSpan.Zero
            ? new("Answer at once", "no delay any more", (now, _) => now with { Delay = TimeSpan.Zero })
            : new("Answer slowly", $"each answer takes {TimeText.Duration(ClusterText.Slow)} longer", (now, _) => now with { Delay = ClusterText.Slow });
        yield return trouble.OutOfQuotaUntil is null
            ? new("Use up the quota", $"for {TimeText.Duration(Pause)}, then it is full again", (now, time) => now with { OutOfQuotaUntil = time + Pause })
            : new("Fill the quota", "as if the hour were over", (now, _) => now with { OutOfQuotaUntil = null });
        yield return trouble.ToldToWaitUntil is null
            ? new("Say that it was too fast", $"for {TimeText.Duration(Pause)}, with how long to wait", (now, time) => now with { ToldToWaitUntil = time + Pause })
            : new("Take any pace", "nobody is told to wait", (now, _) => now with { ToldToWaitUntil = null });
        yield return trouble.Failing
            ? new("Answer without errors", "as it should", (now, _) => now with { Failing = false })
            : new("Answer with errors", "every request is answered 502", (now, _) => now with { Failing = true });
        yield return trouble.HalfAnswers
            ? new("Answer in whole", "nothing breaks off any more", (now, _) => now with { HalfAnswers = false })
            : new("Break off answers", "each ends in the middle", (now, _) => now with { HalfAnswers = true });
    }
}
