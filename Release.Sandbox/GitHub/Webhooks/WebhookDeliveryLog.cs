using System.Text;
using System.Text.Json;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.GitHub.Webhooks;

/// <summary>The latest deliveries, saved in <c>webhook-deliveries.jsonl</c>, one line each. Thread-safe.</summary>
internal sealed class WebhookDeliveryLog(string path, ILogger logger)
{
    private const int Kept = 200;

    private readonly Lock _gate = new();
    private readonly Queue<WebhookDelivery> _deliveries = [];
    private bool _loaded;
    private int _lines;
    private long _last = 1_800_000_000_000; // More than 32 bits, as GitHub's ids.

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<WebhookDelivery> List()
    {
        lock (_gate)
        {
            Load();
            return [.. _deliveries];
        }
    }

    /// <summary>Assigns an id to the delivery and saves it.</summary>
    public WebhookDelivery Add(WebhookDelivery delivery)
    {
        lock (_gate)
        {
            Load();
            var numbered = delivery with { Id = ++_last };
            Remember(numbered);
            if (++_lines > 2 * Kept)
            {
                Rewrite();
            }
            else
            {
                File.AppendAllText(path, Line(numbered));
            }

            return numbered;
        }
    }

    private static string Line(WebhookDelivery delivery) => JsonSerializer.Serialize(delivery, JsonSerializerOptions.Web) + "\n";

    private void Remember(WebhookDelivery delivery)
    {
        _deliveries.Enqueue(delivery);
        _last = Math.Max(_last, delivery.Id);
        if (_deliveries.Count > Kept)
        {
            _deliveries.Dequeue();
        }
    }

    private void Rewrite()
    {
        StateFile.Write(path, Encoding.UTF8.GetBytes(string.Concat(_deliveries.Select(Line))));
        _lines = _deliveries.Count;
    }

    /// <summary>Loads at the first use instead of at the start. A line that a kill cut short is dropped.</summary>
    private void Load()
    {
        if (_loaded)
        {
            return;
        }

        _loaded = true;
        var text = File.Exists(path) ? File.ReadAllText(path) : "";
        var isWhole = text.Length == 0 || text.EndsWith('\n');
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                _lines++;
                Remember(JsonSerializer.Deserialize<WebhookDelivery>(line, JsonSerializerOptions.Web)!);
            }
            catch (JsonException exception)
            {
                isWhole = false;
                Hosting.Log.LineDropped(logger, exception, path);
            }
        }

        if (!isWhole)
        {
            Rewrite();
        }
    }
}

/// <summary>One webhook delivery with Release's response.</summary>
/// <param name="Guid">The same for every delivery of the same event (<c>X-GitHub-Delivery</c>).</param>
/// <param name="Action">Such as <c>published</c>; empty for events that have none.</param>
/// <param name="Repository">Its short name.</param>
/// <param name="StatusCode">Release's HTTP status; 0 when it did not answer.</param>
/// <param name="Status"><c>OK</c>, or GitHub's description of the failure.</param>
/// <param name="Payload">The body, byte for byte what was signed.</param>
/// <param name="Answer">Release's body, at most 2,000 characters.</param>
public sealed record WebhookDelivery(
    long Id,
    Guid Guid,
    string Event,
    string Action,
    string Repository,
    DateTimeOffset DeliveredAt,
    double DurationSeconds,
    int StatusCode,
    string Status,
    bool Redelivery,
    string Payload,
    string Answer)
{
    /// <summary>Whether Release accepted it.</summary>
    public bool Good => StatusCode is >= 200 and < 300;
}
