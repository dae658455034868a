using System.Text.Json;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.Slack;

/// <summary>Receives Slack's incoming webhooks and saves each in <c>slack.jsonl</c>, one per line, before it responds.</summary>
internal sealed class SlackSink
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly List<SlackMessage> _messages = [];

    public SlackSink(string path, TimeProvider time, ILogger logger)
    {
        _path = path;
        _time = time;
        Load(logger);
    }

    public IReadOnlyList<SlackMessage> Messages
    {
        get
        {
            lock (_gate)
            {
                return [.. _messages];
            }
        }
    }

    public async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path;
        switch (context.Request.Method)
        {
            case "POST" when path.StartsWithSegments("/services", StringComparison.Ordinal):
                await TakeAsync(context);
                break;
            case "GET" when path == "/messages":
                await context.Response.WriteAsJsonAsync(Messages, Format, context.RequestAborted);
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                await context.Response.WriteAsync("no_service", context.RequestAborted);
                break;
        }
    }

    private async Task TakeAsync(HttpContext context)
    {
        var message = await ReadAsync(context);
        if (message is null)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync("invalid_payload", context.RequestAborted);
            return;
        }

        lock (_gate)
        {
            File.AppendAllText(_path, JsonSerializer.Serialize(message, Format) + "\n");
            _messages.Add(message);
        }

        await context.Response.WriteAsync("ok", context.RequestAborted);
    }

    private async Task<SlackMessage?> ReadAsync(HttpContext context)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var blocks = root.TryGetProperty("blocks", out var sent) && sent.ValueKind == JsonValueKind.Array ? sent.Clone() : (JsonElement?)null;
            var text = Text(root, "text");
            return text.Length == 0 && blocks is null
                ? null
                : new SlackMessage(_time.GetUtcNow(), Text(root, "channel"), text, blocks, Text(root, "username"), Text(root, "icon_emoji"));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>Removes an incomplete last line, which a kill can leave, so that the next message starts a new line.</summary>
    private void Load(ILogger logger)
    {
        if (!File.Exists(_path))
        {
            return;
        }

        var lines = File.ReadAllLines(_path);
        foreach (var line in lines)
        {
            try
            {
                _messages.Add(JsonSerializer.Deserialize<SlackMessage>(line, Format)!);
            }
            catch (JsonException exception)
            {
                Log.LineDropped(logger, exception, _path);
            }
        }

        if (_messages.Count != lines.Length)
        {
            File.Copy(_path, $"{_path}.broken", overwrite: true);
            StateFile.Write(_path, System.Text.Encoding.UTF8.GetBytes(string.Concat(_messages.Select(message => JsonSerializer.Serialize(message, Format) + "\n"))));
        }
    }
}

/// <summary>A message received by an incoming webhook.</summary>
/// <param name="Time">Time of arrival, UTC.</param>
/// <param name="Channel">Empty when the payload named none.</param>
/// <param name="Blocks">As sent; null when there were none.</param>
public sealed record SlackMessage(DateTimeOffset Time, string Channel, string Text, JsonElement? Blocks, string Username = "", string IconEmoji = "");
