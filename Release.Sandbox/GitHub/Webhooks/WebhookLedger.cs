using System.Text;
using System.Text.Json;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.GitHub.Webhooks;

/// <summary>The last deliveries, kept in <c>webhook-deliveries.jsonl</c>, one line each. Safe to use from any thread.</summary>
internal sealed class WebhookLedger
{
    private const int Kept = 200;

    private readonly string _path;
    private readonly Lock _gate = new();
    private readonly Queue<WebhookDelivery> _deliveries = [];
    private int _lines;
    private long _last = 1_800_000_000_000; // Beyond 32 bits, as GitHub's own.

    public WebhookLedger(string path, ILogger logger)
    {
        _path = path;
        Load(logger);
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<WebhookDelivery> List()
    {
        lock (_gate)
        {
            return [.. _deliveries];
        }
    }

    /// <summary>Numbers the delivery and keeps it.</summary>
    public WebhookDelivery Add(WebhookDelivery delivery)
    {
        lock (_gate)
        {
            var numbered = delivery with { Id = ++_last };
            Remember(numbered);
            if (++_lines > 2 * Kept)
            {
                Rewrite();
            }
            else
            {
                File.AppendAllText(_path, Line(numbered));
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
        StateFile.Write(_path, Encoding.UTF8.GetBytes(string.Concat(_deliveries.Select(Line))));
        _lines = _deliveries.Count;
    }

    /// <summary>A line cut short by a kill goes.</summary>
    private void Load(ILogger logger)
    {
        if (!File.Exists(_path))
        {
            return;
        }

        foreach (var line in File.ReadAllLines(_path))
        {
            try
            {
                Remember(JsonSerializer.Deserialize<WebhookDelivery>(line, JsonSerializerOptions.Web)!);
            }
            catch (JsonException exception)
            {
                Hosting.Log.LineDropped(logger, exception, _path);
            }
        }

        Rewrite();
    }
}
