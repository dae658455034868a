using System.Text.Json.Nodes;
using Release.Sandbox.Kubernetes.Schemas;

namespace Release.Sandbox.Kubernetes.Fields;

/// <summary>Merges by type: structs and maps by field, lists with keys by item, everything else as one value.</summary>
internal static class FieldMerge
{
    /// <returns>A new tree.</returns>
    public static JsonObject Merge(JsonObject live, JsonObject wanted, SchemaType type) => Merge((JsonNode?)live, wanted, type)!.AsObject();

    /// <summary>The value at one path step below another, with its type; null when there is none.</summary>
    public static (JsonNode? Value, SchemaType Type)? Find(JsonNode? value, SchemaType type, string step)
    {
        switch (value)
        {
            case JsonObject content when step.StartsWith("f:", StringComparison.Ordinal) && content.TryGetPropertyValue(step[2..], out var inner):
                return (inner, type.FieldType(step[2..]));
            case JsonArray items when IndexOf(items, type, step) is >= 0 and var index:
                return (items[index], type.Element);
            default:
                return null;
        }
    }

    public static void Remove(JsonNode value, SchemaType type, string step)
    {
        if (value is JsonObject content)
        {
            content.Remove(step[2..]);
        }
        else if (value is JsonArray items)
        {
            items.RemoveAt(IndexOf(items, type, step));
        }
    }

    private static JsonNode? Merge(JsonNode? live, JsonNode? wanted, SchemaType type) => (live, wanted) switch
    {
        (JsonObject old, JsonObject now) when !type.Atomic => MergeFields(old, now, type),
        (JsonArray old, JsonArray now) when type.Keys.Count > 0 || type.IsSet => MergeItems(old, now, type),
        _ => wanted?.DeepClone(),
    };

    private static JsonObject MergeFields(JsonObject live, JsonObject wanted, SchemaType type)
    {
        var merged = live.DeepClone().AsObject();
        foreach (var (name, value) in wanted)
        {
            merged[name] = Merge(live[name], value, type.FieldType(name));
        }

        return merged;
    }

    private static JsonArray MergeItems(JsonArray live, JsonArray wanted, SchemaType type)
    {
        var merged = live.DeepClone().AsArray();
        foreach (var item in wanted)
        {
            var index = IndexOf(merged, type, FieldStep.Of(item, type));
            if (index >= 0)
            {
                merged[index] = Merge(merged[index], item, type.Element);
            }
            else
            {
                merged.Add(item?.DeepClone());
            }
        }

        return merged;
    }

    private static int IndexOf(JsonArray items, SchemaType type, string step)
    {
        if (type.Keys.Count == 0 && !type.IsSet)
        {
            return -1;
        }

        for (var index = 0; index < items.Count; index++)
        {
            if (FieldStep.Of(items[index], type) == step)
            {
                return index;
            }
        }

        return -1;
    }
}
