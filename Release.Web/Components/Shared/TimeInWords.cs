using System.Globalization;

namespace Release.Web.Components.Shared;

/// <summary>Times and durations in words (contracts §12).</summary>
public static class TimeInWords
{
    /// <summary>
    /// <c>2:27pm today</c>, <c>2:27pm yesterday</c>, <c>2:27pm on Wednesday</c> (this Monday-to-Sunday week),
    /// <c>2:27pm on 29 Jan</c> (under 11 months), <c>2:27pm on 29 Jan 2025</c>.
    /// </summary>
    public static string Of(DateTimeOffset at, DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        var today = TimeZoneInfo.ConvertTime(now, zone).Date;
        var clock = local.ToString("h:mmtt", CultureInfo.InvariantCulture).ToLowerInvariant();
        return $"{clock} {Day(local.DateTime.Date, today)}";
    }

    /// <summary>Only the time for today, <c>9:41am</c>; otherwise as <see cref="Of"/>.</summary>
    public static string Clock(DateTimeOffset at, DateTimeOffset now, TimeZoneInfo zone)
    {
        const string Today = " today";
        var words = Of(at, now, zone);
        return words.EndsWith(Today, StringComparison.Ordinal) ? words[..^Today.Length] : words;
    }

    /// <summary>How long ago, in its largest unit: <c>just now</c>, <c>12 min</c>, <c>3 h</c>, <c>5 days</c>, <c>4 months</c>, <c>2 years</c>.</summary>
    public static string Age(DateTimeOffset at, DateTimeOffset now)
    {
        var age = now - at;
        return age.TotalMinutes < 1 ? "just now"
            : age.TotalHours < 1 ? $"{(int)age.TotalMinutes} min"
            : age.TotalDays < 1 ? $"{(int)age.TotalHours} h"
            : age.TotalDays < 60 ? Plural((int)age.TotalDays, "day")
            : age.TotalDays < 365 ? Plural((int)(age.TotalDays / 30.44), "month")
            : Plural((int)(age.TotalDays / 365.25 + 0.001), "year");
    }

    /// <summary>A duration in its two largest units: <c>0.4 s</c>, <c>42 s</c>, <c>3 min 5 s</c>, <c>2 h 10 min</c>, <c>3 days 4 h</c>.</summary>
    public static string Duration(TimeSpan length) =>
        length < TimeSpan.Zero ? "0 s"
        : length.TotalSeconds < 10 ? $"{length.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s"
        : length.TotalMinutes < 1 ? $"{(int)length.TotalSeconds} s"
        : length.TotalHours < 1 ? Pair($"{(int)length.TotalMinutes} min", length.Seconds, "s")
        : length.TotalDays < 1 ? Pair($"{(int)length.TotalHours} h", length.Minutes, "min")
        : Pair(Plural((int)length.TotalDays, "day"), length.Hours, "h");

    /// <summary>A duration without tenths, for a page that updates each second.</summary>
    public static string WholeDuration(TimeSpan length) => Duration(TimeSpan.FromSeconds(Math.Floor(length.TotalSeconds)));

    /// <summary>For machines and tooltips: <c>2025-01-29T14:27:05Z</c>.</summary>
    public static string Exact(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static string Day(DateTime day, DateTime today)
    {
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        return day == today ? "today"
            : day == today.AddDays(-1) ? "yesterday"
            : day >= monday && day < monday.AddDays(7) ? "on " + day.ToString("dddd", CultureInfo.InvariantCulture)
            : "on " + day.ToString(day > today.AddMonths(-11) ? "d MMM" : "d MMM yyyy", CultureInfo.InvariantCulture);
    }

    private static string Plural(int count, string unit) => count == 1 ? $"1 {unit}" : $"{count} {unit}s";

    private static string Pair(string large, int small, string unit) => small == 0 ? large : $"{large} {small} {unit}";
}
