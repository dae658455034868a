namespace Release.Integrations.Slack;

/// <summary>Section <c>Release:Slack</c>: an incoming webhook (contracts §11).</summary>
public sealed class SlackOptions
{
    public const string Section = "Release:Slack";

    /// <summary>The webhook's address. It is a secret: whoever knows it can write to the channel. Empty: nothing is sent.</summary>
    public string? WebhookUrl { get; set; }

    public string Channel { get; set; } = "#govuk-deploy-alerts";

    public string Username { get; set; } = "Release";

    public string IconEmoji { get; set; } = ":rocket:";

    /// <summary>Where people reach Release; the button "View deployment" leads there. Empty: no button.</summary>
    public string? PublicUrl { get; set; }
}
