namespace Release.Sandbox.GitHub.Repositories;

/// <summary>Commit times within working hours.</summary>
internal static class WorkingTimes
{
    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(11);

    /// <summary>Increasing times in whole seconds, on weekdays between 9 and 18 UTC if possible, the last at least half an hour before the end.</summary>
    public static IReadOnlyList<DateTimeOffset> Spread(Random random, DateTimeOffset start, DateTimeOffset end, int count)
    {
        var step = (end - start) / count;
        var times = Enumerable.Range(0, count).Select(index => AtWorkingHours(random, start + (step * (index + random.NextDouble())))).Order().ToArray();
        var latest = end - TimeSpan.FromMinutes(30);
        for (var index = count - 1; index >= 0; index--)
        {
            times[index] = times[index] < latest ? times[index] : latest;
            latest = times[index] - Apart;
        }

        return times;
    }

    private static DateTimeOffset AtWorkingHours(Random random, DateTimeOffset time)
    {
        var day = time.UtcDateTime.DayOfWeek switch
        {
            DayOfWeek.Saturday => time.UtcDateTime.Date.AddDays(-1),
            DayOfWeek.Sunday => time.UtcDateTime.Date.AddDays(-2),
            _ => time.UtcDateTime.Date,
        };
        return new DateTimeOffset(day, TimeSpan.Zero).AddSeconds((9 * 3600) + random.Next(9 * 3600));
    }
}
