using System.Text.Json;
using System.Text.Json.Nodes;

namespace Release.Sandbox.Kubernetes;

/// <summary>The patch formats of the API server, by content type.</summary>
internal static class ObjectPatch
{
    public const string Apply = "application/apply-patch+yaml";

    /// <returns>The change to make to an object.</returns>
    /// <exception cref="KubernetesError">415 for another content type, 400 for an unreadable patch.</exception>
    public static Func<JsonObject, JsonObject> Read(string contentType, byte[] body)
    {
        switch (contentType)
        {
            case "application/merge-patch+json":
                var merge = ParseObject(body);
                return target => Merge(target, merge);
            case "application/strategic-merge-patch+json":
                var strategic = ParseObject(body);
                return target => StrategicMerge(target, strategic);
            case "application/json-patch+json":
                var operations = Parse(body) as JsonArray ?? throw KubernetesError.BadRequest("a JSON patch is an array");
                return target => JsonPatch.Apply(target, operations);
            case Apply:
                // Without field owners an apply is a merge that names everything it wants.
                var applied = YamlJson.Parse(body);
                return target => StrategicMerge(target, applied);
            default:
                throw new KubernetesError(415, "UnsupportedMediaType", $"the body of the request was in an unknown format: {contentType}");
        }
    }

    public static JsonObject ParseObject(byte[] body) =>
        Parse(body) as JsonObject ?? throw KubernetesError.BadRequest("the body must be a JSON object");

    private static JsonNode? Parse(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body);
        }
        catch (JsonException exception)
        {
            throw KubernetesError.BadRequest($"couldn't read the body: {exception.Message}");
        }
    }

    /// <summary>RFC 7386.</summary>
    private static JsonObject Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (key, value) in patch)
        {
            if (value is null)
            {
                target.Remove(key);
            }
            else if (value is JsonObject inner)
            {
                target[key] = Merge(target[key] is JsonObject existing ? existing.DeepClone().AsObject() : [], inner);
            }
            else
            {
                target[key] = value.DeepClone();
            }
        }

        return target;
    }

    /// <summary>A merge, except that lists of named things (containers, env, volumes) and conditions merge by their key.</summary>
    private static JsonObject StrategicMerge(JsonObject target, JsonObject patch)
    {
        foreach (var (key, value) in patch)
        {
            target[key] = (value, target[key]) switch
            {
                (JsonObject inner, JsonObject existing) => StrategicMerge(existing.DeepClone().AsObject(), inner),
                (JsonObject inner, _) => StrategicMerge([], inner),
                (JsonArray items, JsonArray existing) when KeyOf(items) is { } by => MergeByKey(existing.DeepClone().AsArray(), items, by),
                _ => value?.DeepClone(),
            };
            if (value is null || key.StartsWith("$setElementOrder/", StringComparison.Ordinal))
            {
                target.Remove(key);
            }
        }

        return target;
    }

    private static string? KeyOf(JsonArray items)
    {
        foreach (var key in (ReadOnlySpan<string>)["name", "type", "uid"])
        {
            if (items.Count > 0 && items.All(item => item is JsonObject entry && entry.ContainsKey(key)))
            {
                return key;
            }
        }

        return null;
    }

    private static JsonArray MergeByKey(JsonArray existing, JsonArray items, string by)
    {
        foreach (var item in items.Select(item => item!.AsObject()))
        {
            var id = ObjectMetadata.Text(item[by]);
            var index = existing.ToList().FindIndex(entry => entry is JsonObject known && ObjectMetadata.Text(known[by]) == id);
            if (ObjectMetadata.Text(item["$patch"]) == "delete")
            {
                if (index >= 0)
                {
                    existing.RemoveAt(index);
                }
            }
            else if (index >= 0)
            {
                existing[index] = StrategicMerge(existing[index]!.DeepClone().AsObject(), item);
            }
            else
            {
                existing.Add(item.DeepClone());
            }
        }

        return existing;
    }
}
