using System.Globalization;
using Release.Core.Clusters;
using Release.Core.Sources;

namespace Release.Web.Components.Shared;

/// <summary>What pages say when GitHub does not answer. Pure.</summary>
internal static class GitHubText
{
    /// <summary>Since when, or until when, without a full stop: <c>Couldn't get data from GitHub since 9:41</c>.</summary>
    /// <param name="status">GitHub's status at the time of the request; null when GitHub is not the cause.</param>
    /// <param name="now">The present time.</param>
    /// <param name="zone">The reader's time zone.</param>
    public static string Trouble(SourceHostStatus? status, DateTimeOffset now, TimeZoneInfo zone) => status switch
    {
        { QuotaUntil: { } until } => $"GitHub's quota for Release is used up until {Clock(until, now, zone)}",
        { AwaySince: { } since } => $"Couldn't get data from GitHub since {Clock(since, now, zone)}",
        _ => "Couldn't get data from GitHub",
    };

    /// <summary>Why it is not known what a version ships, in sentences.</summary>
    /// <param name="trouble">The preview's sentence.</param>
    public static string Trouble(string trouble, SourceHostStatus? status, DateTimeOffset now, TimeZoneInfo zone) =>
        // The preview's sentence about a quota contains its end in another time zone, so it is left out.
        status?.QuotaUntil is null ? $"{Trouble(status, now, zone)}. {trouble}" : $"{Trouble(status, now, zone)}.";

    /// <summary><c>9:41</c>; on another day, with the day.</summary>
    public static string Clock(DateTimeOffset at, DateTimeOffset now, TimeZoneInfo zone)
    {
        var (there, today) = (TimeZoneInfo.ConvertTime(at, zone), TimeZoneInfo.ConvertTime(now, zone));
        return there.Date == today.Date ? there.ToString("H:mm", CultureInfo.InvariantCulture) : TimeInWords.Of(at, now, zone);
    }
}

/// <summary>Says how old a cluster's data is.</summary>
internal static class ClusterDataText
{
    /// <summary><c>, last seen 9:41am today</c>, or <c>, never seen yet</c>.</summary>
    public static string LastSeen(ClusterConnection connection, TimeProvider clock) => connection.LastSeen is { } at
        ? $", last seen {TimeInWords.Of(at, clock.GetUtcNow(), clock.LocalTimeZone)}"
        : ", never seen yet";
}
