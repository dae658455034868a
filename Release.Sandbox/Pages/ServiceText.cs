using Release.Sandbox.Faults;

namespace Release.Sandbox.Pages;

/// <summary>What is wrong with GitHub or the registry, in words. Pure.</summary>
internal static class ServiceText
{
    /// <summary><c>Answers</c>, <c>Away since 9:41am: connections hang</c>, <c>Answers after 2 s, out of quota until 9:42am</c>.</summary>
    public static string State(ServiceTrouble trouble, DateTimeOffset? awaySince, DateTimeOffset now, TimeZoneInfo zone)
    {
        if (trouble.Away)
        {
            return ClusterText.Away(trouble.Hang, awaySince, now, zone);
        }

        List<string> words = [trouble.Delay > TimeSpan.Zero ? $"Answers after {TimeText.Duration(trouble.Delay)}" : "Answers"];
        if (trouble.OutOfQuotaUntil is { } until)
        {
            words.Add($"out of quota until {TimeText.Clock(until, now, zone)}");
        }

        if (trouble.ToldToWaitUntil is { } wait)
        {
            words.Add($"says that it was too fast until {TimeText.Clock(wait, now, zone)}");
        }

        if (trouble.Failing)
        {
            words.Add("with errors (502)");
        }

        if (trouble.HalfAnswers)
        {
            words.Add("breaks off in the middle");
        }

        return string.Join(", ", words);
    }

    public static string Title(ServiceFaults service) => char.ToUpperInvariant(service.Name[0]) + service.Name[1..];

    public static bool IsWell(ServiceTrouble trouble) => trouble == new ServiceTrouble();
}
