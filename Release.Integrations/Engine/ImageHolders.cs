using System.Text.Json;
using Release.Core.Clusters;
using Release.Integrations.Kubernetes.Objects;
using Release.Integrations.Kubernetes.Workloads;

namespace Release.Integrations.Engine;

/// <summary>
/// Who set the image of a Deployment's first container, and when, from its managed fields (kubernetes.io, "Server-Side
/// Apply"), which the API server maintains for every writer.
/// </summary>
internal static class ImageHolders
{
    private const string Argo = "argocd";

    /// <summary>When Release last applied something; null if it never did, or others have taken over all its fields.</summary>
    public static DateTimeOffset? AppliedAt(KubernetesDeployment deployment) =>
        Entries(deployment).Where(entry => entry is { Manager: EngineAnnotations.FieldManager, Operation: "Apply" }).Max(entry => entry.Time);

    /// <summary>
    /// Somebody's change of an image that Release applied; null if the template has the applied version, or the author is unknown.
    /// </summary>
    public static ManualChange? FindManualChange(KubernetesDeployment deployment) =>
        EngineMapping.AppliedVersion(deployment) is { } applied && RolloutMapping.TagOf(deployment) != applied ? Holder(deployment) : null;

    /// <summary>Who owns the image field now; null if that is Release, Argo CD or nobody.</summary>
    public static ManualChange? Holder(KubernetesDeployment deployment)
    {
        var container = deployment.Spec?.Template?.Spec?.First?.Name;
        var holders = Entries(deployment).Where(entry => Holds(entry, container)).ToArray();
        if (holders.Length == 0 || holders.Any(IsOurs))
        {
            return null;
        }

        var newest = holders.MaxBy(entry => entry.Time)!;
        return new ManualChange(newest.Manager ?? "somebody", RolloutMapping.TagOf(deployment), newest.Time);
    }

    private static bool IsOurs(ManagedFieldsEntry entry) =>
        entry.Manager == EngineAnnotations.FieldManager || entry.Manager?.StartsWith(Argo, StringComparison.OrdinalIgnoreCase) == true;

    private static IEnumerable<ManagedFieldsEntry> Entries(KubernetesDeployment deployment) =>
        (deployment.Metadata.ManagedFields ?? []).Where(entry => string.IsNullOrEmpty(entry.Subresource));

    private static bool Holds(ManagedFieldsEntry entry, string? container) =>
        entry.FieldsV1 is { } fields
        && Into(fields, "f:spec", "f:template", "f:spec", "f:containers") is { } containers
        && containers.EnumerateObject().Any(item => IsContainer(item.Name, container)
            && item.Value.ValueKind == JsonValueKind.Object && item.Value.TryGetProperty("f:image", out _));

    /// <summary>Whether a list item's key is this container's: <c>k:{"name":"app"}</c>.</summary>
    private static bool IsContainer(string key, string? container)
    {
        if (!key.StartsWith("k:{", StringComparison.Ordinal))
        {
            return false;
        }

        using var parsed = JsonDocument.Parse(key.AsMemory(2));
        return parsed.RootElement.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String && name.GetString() == container;
    }

    private static JsonElement? Into(JsonElement fields, params string[] path)
    {
        foreach (var name in path)
        {
            if (fields.ValueKind != JsonValueKind.Object || !fields.TryGetProperty(name, out fields))
            {
                return null;
            }
        }

        return fields.ValueKind == JsonValueKind.Object ? fields : null;
    }
}
