using System.Text.Json;

namespace Release.Sandbox.Slack;

/// <summary>A message that an incoming webhook took.</summary>
/// <param name="Time">When it came, UTC.</param>
/// <param name="Channel">Empty when the payload named none.</param>
/// <param name="Blocks">As sent; null when there were none.</param>
public sealed record SlackMessage(DateTimeOffset Time, string Channel, string Text, JsonElement? Blocks, string Username = "", string IconEmoji = "");
