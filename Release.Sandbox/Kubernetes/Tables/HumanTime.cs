using System.Globalization;
using System.Text.Json.Nodes;

namespace Release.Sandbox.Kubernetes.Tables;

/// <summary>Durations as Kubernetes writes them: two units while they are small, then one.</summary>
internal static class HumanTime
{
    private const long Minute = 60;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;
    private const long Year = 365 * Day;

    public static string Format(TimeSpan duration)
    {
        var seconds = (long)duration.TotalSeconds;
        return seconds switch
        {
            < -1 => "<invalid>",
            < 0 => "0s",
            < 2 * Minute => $"{seconds}s",
            < 10 * Minute => Two(seconds, Minute, "m", 1, "s"),
            < 3 * Hour => $"{seconds / Minute}m",
            < 8 * Hour => Two(seconds, Hour, "h", Minute, "m"),
            < 2 * Day => $"{seconds / Hour}h",
            < 8 * Day => Two(seconds, Day, "d", Hour, "h"),
            < 2 * Year => $"{seconds / Day}d",
            < 8 * Year => Two(seconds, Year, "y", Day, "d"),
            _ => $"{seconds / Year}y",
        };
    }

    /// <summary>How long a timestamp is ago.</summary>
    public static string Since(JsonNode? timestamp, DateTimeOffset now) =>
        Read(timestamp) is { } time ? Format(now - time) : "<unknown>";

    public static DateTimeOffset? Read(JsonNode? timestamp) =>
        DateTimeOffset.TryParse(ObjectMetadata.Text(timestamp), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static string Two(long seconds, long large, string largeName, long small, string smallName) =>
        seconds % large / small is > 0 and var rest ? $"{seconds / large}{largeName}{rest}{smallName}" : $"{seconds / large}{largeName}";
}
