using Release.Sandbox.Faults;

namespace Release.Sandbox.Pages;

/// <summary>What is wrong with a cluster, in words. Pure.</summary>
internal static class ClusterText
{
    /// <summary>How slow the panel's "answer slowly" is: one notices, and nothing runs into its time limit.</summary>
    public static readonly TimeSpan Slow = TimeSpan.FromSeconds(2);

    /// <summary><c>Answers</c>, <c>Away since 9:41am: connections are refused</c>, <c>Answers after 2 s, refuses everything (403)</c>.</summary>
    public static string State(ClusterTrouble trouble, DateTimeOffset? awaySince, DateTimeOffset now, TimeZoneInfo zone)
    {
        if (trouble.Away)
        {
            return Away(trouble.Hang, awaySince, now, zone);
        }

        var slow = trouble.Delay > TimeSpan.Zero ? $"Answers after {TimeText.Duration(trouble.Delay)}" : null;
        return (slow, trouble.Forbidden) switch
        {
            (null, false) => "Answers",
            (null, true) => "Refuses everything (403)",
            (_, false) => slow,
            _ => $"{slow}, refuses everything (403)",
        };
    }

    /// <summary><c>Away since 9:41am: connections hang</c>, of anything that has an address.</summary>
    public static string Away(bool hang, DateTimeOffset? since, DateTimeOffset now, TimeZoneInfo zone) =>
        $"Away{(since is { } at ? $" since {TimeText.Clock(at, now, zone)}" : "")}: connections {(hang ? "hang" : "are refused")}";

    public static bool IsWell(ClusterTrouble trouble) => trouble == new ClusterTrouble();
}
