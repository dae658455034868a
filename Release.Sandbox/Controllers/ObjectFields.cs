using System.Globalization;
using System.Text.Json.Nodes;

namespace Release.Sandbox.Controllers;

/// <summary>Reads fields of Kubernetes objects; a missing field has its default value.</summary>
internal static class ObjectFields
{
    public static string Text(this JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    public static int Number(this JsonNode? node, int otherwise = 0) =>
        node is JsonValue value && int.TryParse(value.ToString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    public static bool Flag(this JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    /// <summary>A <c>metav1.Time</c>; null where there is none.</summary>
    public static DateTimeOffset? Instant(this JsonNode? node) =>
        DateTimeOffset.TryParse(node.Text(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>The condition of a type; null where there is none.</summary>
    public static JsonObject? Condition(this JsonNode? status, string type)
    {
        foreach (var condition in status?["conditions"] as JsonArray ?? [])
        {
            if (condition is JsonObject known && known["type"].Text() == type)
            {
                return known;
            }
        }

        return null;
    }

    public static bool Holds(this JsonNode? status, string type) => status.Condition(type)?["status"].Text() == "True";
}
