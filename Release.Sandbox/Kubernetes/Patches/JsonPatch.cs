using System.Globalization;
using System.Text.Json.Nodes;

namespace Release.Sandbox.Kubernetes.Patches;

/// <summary>JSON patch (RFC 6902).</summary>
internal static class JsonPatch
{
    /// <exception cref="KubernetesError">400 for an unknown operation, 422 when a path does not exist or a test fails.</exception>
    public static JsonObject Apply(JsonObject target, JsonArray operations)
    {
        foreach (var operation in operations)
        {
            if (operation is not JsonObject step)
            {
                throw KubernetesError.BadRequest("an operation of a JSON patch is an object");
            }

            Apply(target, ObjectMetadata.Text(step["op"]), step);
        }

        return target;
    }

    private static void Apply(JsonObject target, string name, JsonObject step)
    {
        var path = Path(step["path"]);
        switch (name)
        {
            case "add":
                Set(target, path, step["value"]?.DeepClone(), insert: true);
                break;
            case "replace":
                Get(target, path);
                Set(target, path, step["value"]?.DeepClone(), insert: false);
                break;
            case "remove":
                Remove(target, path);
                break;
            case "test":
                if (!JsonNode.DeepEquals(Get(target, path), step["value"]))
                {
                    throw Failed($"testing value {string.Join('/', path)} failed");
                }

                break;
            case "copy":
                Set(target, path, Get(target, Path(step["from"]))?.DeepClone(), insert: true);
                break;
            case "move":
                var moved = Get(target, Path(step["from"]))?.DeepClone();
                Remove(target, Path(step["from"]));
                Set(target, path, moved, insert: true);
                break;
            default:
                throw KubernetesError.BadRequest($"unknown JSON patch operation: {name}");
        }
    }

    private static string[] Path(JsonNode? node)
    {
        var path = ObjectMetadata.Text(node);
        if (path.Length < 2 || path[0] != '/')
        {
            throw KubernetesError.BadRequest($"a JSON patch path begins with a slash and names something: {path}");
        }

        return [.. path[1..].Split('/').Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
    }

    private static JsonNode? Get(JsonNode target, ReadOnlySpan<string> path)
    {
        JsonNode? node = target;
        foreach (var part in path)
        {
            node = node switch
            {
                JsonObject inner when inner.TryGetPropertyValue(part, out var value) => value,
                JsonArray items when Index(items, part) is var index && index < items.Count => items[index],
                _ => throw Failed($"path {part} does not exist"),
            };
        }

        return node;
    }

    private static void Set(JsonObject target, string[] path, JsonNode? value, bool insert)
    {
        switch (Get(target, path.AsSpan(..^1)))
        {
            case JsonObject parent:
                parent[path[^1]] = value;
                break;
            case JsonArray items when path[^1] == "-":
                items.Add(value);
                break;
            case JsonArray items when insert:
                items.Insert(Math.Min(Index(items, path[^1]), items.Count), value);
                break;
            case JsonArray items:
                items[Index(items, path[^1])] = value;
                break;
            default:
                throw Failed($"path {path[^1]} has no parent");
        }
    }

    private static void Remove(JsonObject target, string[] path)
    {
        Get(target, path);
        switch (Get(target, path.AsSpan(..^1)))
        {
            case JsonObject parent:
                parent.Remove(path[^1]);
                break;
            case JsonArray items:
                items.RemoveAt(Index(items, path[^1]));
                break;
        }
    }

    private static int Index(JsonArray items, string part) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= items.Count
            ? index
            : throw Failed($"index {part} is out of range");

    private static KubernetesError Failed(string what) => new(422, "Invalid", $"the server rejected our request due to an error in our request: {what}");
}
