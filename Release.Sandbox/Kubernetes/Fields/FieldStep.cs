using System.Text.Json.Nodes;
using Release.Sandbox.Kubernetes.Schemas;

namespace Release.Sandbox.Kubernetes.Fields;

/// <summary>One step of a path, as <c>FieldsV1</c> writes it.</summary>
internal static class FieldStep
{
    public static string Field(string name) => $"f:{name}";

    public static string Value(JsonNode? value) => $"v:{Json(value)}";

    /// <summary>Of an item of a list whose items are told apart by fields.</summary>
    /// <exception cref="KubernetesError">400 when the item has not got them.</exception>
    public static string Item(JsonNode? item, SchemaType list)
    {
        var keys = new JsonObject();
        foreach (var key in list.Keys.Order(StringComparer.Ordinal))
        {
            // The one default among the keys: a port without a protocol is TCP.
            keys[key] = (item as JsonObject)?[key]?.DeepClone() ?? (key == "protocol" ? "TCP" : throw KubernetesError.BadRequest(
                $"failed to create typed patch object: associative list with keys has an element that omits key field \"{key}\""));
        }

        return $"k:{Json(keys)}";
    }

    public static string Of(JsonNode? item, SchemaType list) => list.IsSet ? Value(item) : Item(item, list);

    public static string Describe(string step)
    {
        var text = step[2..];
        return step[0] switch
        {
            'f' => $".{text}",
            'k' => $"[{string.Join(',', JsonNode.Parse(text)!.AsObject().Select(key => $"{key.Key}={Json(key.Value)}"))}]",
            _ => $"[={text}]",
        };
    }

    private static string Json(JsonNode? node) => node is null ? "null" : System.Text.Encoding.UTF8.GetString(ObjectMetadata.Serialize(node));
}
