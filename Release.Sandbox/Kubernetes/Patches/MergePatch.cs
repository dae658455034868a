using System.Text.Json.Nodes;

namespace Release.Sandbox.Kubernetes.Patches;

/// <summary>RFC 7386.</summary>
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
