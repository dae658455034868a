using System.Text.Json.Nodes;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Workloads;

/// <summary>Pods that controllers make from a <c>PodTemplateSpec</c>.</summary>
internal static class PodTemplate
{
    /// <summary>A pod of a controller, not yet on a node.</summary>
    public static JsonObject Pod(JsonNode? template, string @namespace, string generateName, JsonObject owner)
    {
        var metadata = new JsonObject
        {
            ["generateName"] = generateName,
            ["name"] = generateName + NameSuffix.Suffix(5),
            ["namespace"] = @namespace,
        };
        foreach (var key in (ReadOnlySpan<string>)["labels", "annotations", "finalizers"])
        {
            if (template?["metadata"]?[key] is { } value)
            {
                metadata[key] = value.DeepClone();
            }
        }

        metadata["ownerReferences"] = new JsonArray(owner);
        var spec = template?["spec"]?.DeepClone() as JsonObject ?? [];
        spec["restartPolicy"] ??= "Always";
        return new JsonObject
        {
            ["metadata"] = metadata,
            ["spec"] = spec,
            ["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = "Burstable" },
        };
    }

    /// <summary>A hash that does not depend on the order of fields.</summary>
    public static string HashOf(JsonNode? template) => NameSuffix.Hash(Canonical(template)?.ToJsonString() ?? "");

    private static JsonNode? Canonical(JsonNode? node) => node switch
    {
        JsonObject fields => new JsonObject(fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => KeyValuePair.Create(field.Key, Canonical(field.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Canonical)]),
        _ => node?.DeepClone(),
    };
}
