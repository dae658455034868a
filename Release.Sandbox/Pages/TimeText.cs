using System.Globalization;

namespace Release.Sandbox.Pages;

/// <summary>Times and lengths of time as people say them. Pure.</summary>
internal static class TimeText
{
    /// <summary><c>9:41am</c> today, <c>9:41am on 29 Jan</c> otherwise.</summary>
    public static string Clock(DateTimeOffset at, DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        var clock = local.ToString("h:mmtt", CultureInfo.InvariantCulture).ToLowerInvariant();
        return local.Date == TimeZoneInfo.ConvertTime(now, zone).Date ? clock : $"{clock} on {local.ToString("d MMM", CultureInfo.InvariantCulture)}";
    }

    /// <summary><c>0.5 s</c>, <c>42 s</c>, <c>1 min</c>.</summary>
    public static string Duration(TimeSpan length) => length.TotalMinutes < 1
        ? $"{length.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s"
        : $"{length.TotalMinutes.ToString("0.#", CultureInfo.InvariantCulture)} min";
}
