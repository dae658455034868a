using System.Text.Json;
using System.Text.Json.Serialization;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Tests.Integration.Clusters;

/// <summary>Any object, for kinds and fields that the product has no use for.</summary>
internal sealed record TestObject : IKubernetesObject
{
    public ObjectMeta Metadata { get; init; } = new();

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Fields { get; init; }

    /// <summary>A value by its path, for example <c>status, token</c>; undefined when there is none.</summary>
    public JsonElement At(params ReadOnlySpan<string> path)
    {
        if (Fields is null || !Fields.TryGetValue(path[0], out var found))
        {
            return default;
        }

        foreach (var key in path[1..])
        {
            if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(key, out found))
            {
                return default;
            }
        }

        return found;
    }
}
