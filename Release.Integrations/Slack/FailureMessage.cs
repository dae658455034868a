using Release.Core.Deployments;
using Release.Core.Failures;
using Release.Core.Notifications;

namespace Release.Integrations.Slack;

/// <summary>
/// Builds the message about a failed deployment. Text from outside (test output, a pod's log) is escaped, so that it cannot
/// notify everybody (<c>&lt;!channel&gt;</c>) or hide a link, and cut to Slack's limits.
/// </summary>
internal static class FailureMessage
{
    private const int MaxHeader = 150;
    private const int MaxSection = 3000;
    private const int MaxField = 2000;

    public static SlackMessage Of(Notification notification, SlackOptions options)
    {
        var what = $"{notification.Cell.Application} {notification.Version} failed in {notification.Cell.Environment}";
        var reason = Escaped(notification.Reason, MaxSection - 20);
        List<SlackMessage.Block> blocks =
        [
            new("header", SlackMessage.TextPart.Plain(Cut(what, MaxHeader))),
            new("section", Fields:
            [
                Field("Application", notification.Cell.Application.Value),
                Field("Version", notification.Version.Value),
                Field("Environment", notification.Cell.Environment.Value),
                Field("Step", notification.Step.InWords()),
                Field("Kind", InWords(notification.Kind)),
            ]),
            new("section", SlackMessage.TextPart.Markdown($"*Reason*\n{reason}")),
        ];
        if (!string.IsNullOrEmpty(options.PublicUrl))
        {
            var address = $"{options.PublicUrl.TrimEnd('/')}/deployments/{notification.DeploymentId}";
            blocks.Add(new("actions", Elements: [new SlackMessage.Button(SlackMessage.TextPart.Plain("View deployment"), address)]));
        }

        // Slack shows this text in notifications, for example on a phone.
        return new SlackMessage(
            options.Channel, options.Username, options.IconEmoji, $"{Escaped(what, MaxHeader)}: {notification.Step.InWords()}, {InWords(notification.Kind)}. {reason}", blocks);
    }

    internal static string InWords(FailureKind kind) => kind switch
    {
        FailureKind.Application => "application error",
        FailureKind.Timeout => "timeout",
        FailureKind.Network => "network",
        FailureKind.Permission => "permission",
        FailureKind.NotFound => "not found",
        FailureKind.Database => "database",
        FailureKind.ExitCode => "exit code",
        _ => kind.ToString(),
    };

    private static SlackMessage.TextPart Field(string name, string value) => SlackMessage.TextPart.Markdown($"*{name}*\n{Escaped(value, MaxField - 40)}");

    /// <summary>Escapes a text and cuts it to a length that includes the escapes, without cutting one in two.</summary>
    private static string Escaped(string text, int most)
    {
        var escaped = new System.Text.StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var next = rune.Value switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                _ => rune.ToString(),
            };
            if (escaped.Length + next.Length >= most)
            {
                return escaped.Append('…').ToString();
            }

            escaped.Append(next);
        }

        return escaped.ToString();
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";
}
