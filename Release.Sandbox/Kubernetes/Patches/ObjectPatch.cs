using System.Text.Json;
using System.Text.Json.Nodes;
using Release.Sandbox.Kubernetes.Schemas;

namespace Release.Sandbox.Kubernetes.Patches;

/// <summary>The patch formats of the API server, by content type. Server-side apply is separate because it needs the field manager.</summary>
internal static class ObjectPatch
{
    public const string Apply = "application/apply-patch+yaml";
    private const string Json = "application/json-patch+json";
    private const string Merge = "application/merge-patch+json";
    private const string Strategic = "application/strategic-merge-patch+json";

    /// <returns>The change to make to an object, in place.</returns>
    /// <exception cref="KubernetesError">415 for another content type, 400 for an unreadable patch.</exception>
    public static Func<JsonObject, JsonObject> Read(ResourceKind kind, string contentType, byte[] body)
    {
        switch (contentType)
        {
            case Merge:
                var merge = ParseObject(body);
                return target => MergePatch.Apply(target, merge);
            case Strategic when !kind.IsCustom:
                var strategic = ParseObject(body);
                return target => StrategicMergePatch.Apply(target, strategic, KindSchemas.Of(kind));
            case Json:
                var operations = Parse(body) as JsonArray ?? throw KubernetesError.BadRequest("a JSON patch is an array");
                return target => JsonPatch.Apply(target, operations);
            default:
                string[] known = kind.IsCustom ? [Json, Merge, Apply] : [Json, Merge, Strategic, Apply];
                throw new KubernetesError(415, "UnsupportedMediaType", $"the body of the request was in an unknown format - accepted media types include: {string.Join(", ", known)}");
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
}

/// <summary>JSON merge patch (RFC 7386).</summary>
internal static class MergePatch
{
    public static JsonObject Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (key, value) in patch)
        {
            switch (value)
            {
                case null:
                    target.Remove(key);
                    break;
                case JsonObject inner when target[key] is JsonObject existing:
                    Apply(existing, inner);
                    break;
                case JsonObject inner:
                    target[key] = Apply([], inner);
                    break;
                default:
                    target[key] = value.DeepClone();
                    break;
            }
        }

        return target;
    }
}
