using System.Globalization;
using System.Text.Json.Nodes;

namespace Release.Sandbox.Kubernetes.Tables;

/// <summary>Cell values that several kinds share.</summary>
internal static class TableCells
{
    private const string None = "<none>";

    public static readonly TableColumn Name = new("Name", "string", (content, _) => ObjectMetadata.Text(content["metadata"]?["name"]));

    public static readonly TableColumn Age = new("Age", "string", (content, now) => HumanDuration.Since(content["metadata"]?["creationTimestamp"], now));

    public static readonly TableColumn CreatedAt = new("Created At", "date", (content, _) => content["metadata"]?["creationTimestamp"]?.DeepClone());

    /// <summary>The columns of workloads for <c>-o wide</c>.</summary>
    public static readonly TableColumn[] OfTemplate =
    [
        new("Containers", "string", (content, _) => Join(Containers(content), "name"), 1),
        new("Images", "string", (content, _) => Join(Containers(content), "image"), 1),
        new("Selector", "string", (content, _) => Selector(content["spec"]?["selector"]), 1),
    ];

    /// <summary>The text at a path of fields.</summary>
    public static TableColumn Text(string name, string path, int priority = 0) =>
        new(name, "string", (content, _) => At(content, path) is JsonValue value ? value.ToString() : null, priority);

    public static TableColumn Number(string name, string path, int priority = 0) => new(name, "integer", (content, _) => Count(At(content, path)), priority);

    public static JsonNode? At(JsonNode? node, string path)
    {
        foreach (var step in path.Split('.'))
        {
            node = (node as JsonObject)?[step];
        }

        return node;
    }

    public static long Count(JsonNode? node) => node is JsonValue value && value.TryGetValue<long>(out var count) ? count : 0;

    public static bool HasCondition(JsonObject content, string type) =>
        (content["status"]?["conditions"] as JsonArray ?? []).Any(condition => ObjectMetadata.Text(condition?["type"]) == type && ObjectMetadata.Text(condition?["status"]) == "True");

    public static string Labels(JsonNode? labels) =>
        labels is JsonObject { Count: > 0 } known
            ? string.Join(',', known.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"))
            : None;

    public static string Join(IEnumerable<JsonNode?> items, string field) =>
        string.Join(',', items.Select(item => ObjectMetadata.Text(item?[field])));

    public static string OrNone(string text) => text.Length > 0 ? text : None;

    /// <summary>A LabelSelector in the syntax of <c>-l</c>.</summary>
    public static string Selector(JsonNode? selector)
    {
        var parts = new List<string>();
        if (selector?["matchLabels"] is JsonObject { Count: > 0 } labels)
        {
            parts.Add(Labels(labels));
        }

        foreach (var expression in selector?["matchExpressions"] as JsonArray ?? [])
        {
            var (key, values) = (ObjectMetadata.Text(expression?["key"]), string.Join(',', (expression?["values"] as JsonArray ?? []).Select(ObjectMetadata.Text)));
            parts.Add(ObjectMetadata.Text(expression?["operator"]) switch
            {
                "In" => $"{key} in ({values})",
                "NotIn" => $"{key} notin ({values})",
                "Exists" => key,
                _ => $"!{key}",
            });
        }

        return parts.Count > 0 ? string.Join(',', parts) : None;
    }

    private static JsonArray Containers(JsonObject content) => At(content, "spec.template.spec.containers") as JsonArray ?? [];
}

/// <summary>Durations as kubectl prints them: two units while they are small, then one.</summary>
internal static class HumanDuration
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

    /// <summary>The age of a timestamp.</summary>
    public static string Since(JsonNode? timestamp, DateTimeOffset now) =>
        Read(timestamp) is { } time ? Format(now - time) : "<unknown>";

    public static DateTimeOffset? Read(JsonNode? timestamp) =>
        DateTimeOffset.TryParse(ObjectMetadata.Text(timestamp), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static string Two(long seconds, long large, string largeName, long small, string smallName) =>
        seconds % large / small is > 0 and var rest ? $"{seconds / large}{largeName}{rest}{smallName}" : $"{seconds / large}{largeName}";
}
