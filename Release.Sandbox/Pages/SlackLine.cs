using System.Globalization;
using System.Net;
using Release.Sandbox.Slack;

namespace Release.Sandbox.Pages;

/// <summary>A message as the panel shows it.</summary>
public sealed record SlackLine(string Channel, string Username, string Text, string Time, string Exact)
{
    public static SlackLine Of(SlackMessage message, DateTimeOffset now, TimeZoneInfo zone) => new(
        message.Channel.Length == 0 ? "#(the webhook's own channel)" : message.Channel,
        message.Username,
        // Slack's escapes of &, < and > are HTML's.
        WebUtility.HtmlDecode(message.Text),
        TimeText.Clock(message.Time, now, zone),
        message.Time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
}
