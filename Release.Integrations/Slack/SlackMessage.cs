using System.Text.Json.Serialization;

namespace Release.Integrations.Slack;

/// <summary>The body for an incoming webhook (docs.slack.dev, "Sending messages using incoming webhooks", "Block Kit").</summary>
internal sealed record SlackMessage(
    string Channel,
    string Username,
    [property: JsonPropertyName("icon_emoji")] string IconEmoji,
    string Text,
    IReadOnlyList<SlackMessage.Block> Blocks)
{
    public sealed record Block(string Type, TextPart? Text = null, IReadOnlyList<TextPart>? Fields = null, IReadOnlyList<Button>? Elements = null);

    public sealed record TextPart(string Type, string Text)
    {
        public static TextPart Plain(string text) => new("plain_text", text);

        public static TextPart Markdown(string text) => new("mrkdwn", text);
    }

    public sealed record Button(TextPart Text, string Url)
    {
        public string Type => "button";
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SlackMessage))]
internal sealed partial class SlackJson : JsonSerializerContext;
