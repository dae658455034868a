using System.Text.Json.Nodes;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Controllers;

/// <summary>One entry of <c>metadata.ownerReferences</c>.</summary>
internal sealed record OwnerReference(string Kind, string Name, string Uid, bool Controller)
{
    /// <summary>Builds the JSON of a controller's owner reference.</summary>
    public static JsonObject To(ResourceKind kind, string name, string uid) => new()
    {
        ["apiVersion"] = kind.ApiVersion,
        ["kind"] = kind.Kind,
        ["name"] = name,
        ["uid"] = uid,
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };

    public static IReadOnlyList<OwnerReference> Read(JsonNode? metadata)
    {
        if (metadata?["ownerReferences"] is not JsonArray { Count: > 0 } references)
        {
            return [];
        }

        return [.. references.Select(entry => new OwnerReference(entry!["kind"].Text(), entry["name"].Text(), entry["uid"].Text(), entry["controller"].Flag()))];
    }
}
