using System.Globalization;
using Release.Core.Clusters;
using Release.Core.Sources;

namespace Release.Web.Components.Shared;

/// <summary>GitHub's trouble as every page says it. Pure.</summary>
internal static class GitHubText
{
    /// <summary>Since when, or until when, without a full stop: <c>Couldn't get data from GitHub since 9:41</c>.</summary>
    /// <param name="status">Of GitHub when it was asked; null where GitHub itself is not the trouble.</param>
    /// <param name="now">The moment.</param>
    /// <param name="zone">The reader's.</param>
    public static string Trouble(SourceHostStatus? status, DateTimeOffset now, TimeZoneInfo zone) => status switch
    {
        { QuotaUntil: { } until } => $"GitHub's quota for Release is used up until {Clock(until, now, zone)}",
        { AwaySince: { } since } => $"Couldn't get data from GitHub since {Clock(since, now, zone)}",
        _ => "Couldn't get data from GitHub",
    };

    /// <summary>Why what a version ships is not known, in sentences.</summary>
    /// <param name="trouble">As the preview has it.</param>
    public static string Trouble(string trouble, SourceHostStatus? status, DateTimeOffset now, TimeZoneInfo zone) =>
        // What is said of a quota has its end in it, on another clock than the reader's.
        status?.QuotaUntil is null ? $"{Trouble(status, now, zone)}. {trouble}" : $"{Trouble(status, now, zone)}.";

    /// <summary><c>9:41</c>, on another day with the day.</summary>
    public static string Clock(DateTimeOffset at, DateTimeOffset now, TimeZoneInfo zone)
    {
        var (there, today) = (TimeZoneInfo.ConvertTime(at, zone), TimeZoneInfo.ConvertTime(now, zone));
        return there.Date == today.Date ? there.ToString("H:mm", CultureInfo.InvariantCulture) : TimeInWords.Of(at, now, zone);
    }
}

/// <summary>How fresh what we show of the outside is, in words.</summary>
internal static class ClusterDataText
{
    /// <summary><c>, last seen 9:41am today</c>, or <c>, never seen yet</c>.</summary>
    public static string LastSeen(ClusterConnection connection, TimeProvider time) => connection.LastSeen is { } at
        ? $", last seen {TimeInWords.Of(at, time.GetUtcNow(), time.LocalTimeZone)}"
        : ", never seen yet";
}
