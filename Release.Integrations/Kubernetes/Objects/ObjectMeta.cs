using System.Text.Json;
using System.Text.RegularExpressions;

namespace Release.Integrations.Kubernetes.Objects;

/// <summary>The used part of Kubernetes' <c>metadata</c>.</summary>
internal sealed record ObjectMeta
{
    public string Name { get; init; } = "";

    public string? Namespace { get; init; }

    public string? Uid { get; init; }

    /// <summary>Opaque: may only be compared for equality and sent back.</summary>
    public string? ResourceVersion { get; init; }

    public long? Generation { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    public DateTimeOffset? CreationTimestamp { get; init; }

    /// <summary>Set while the object is being deleted.</summary>
    public DateTimeOffset? DeletionTimestamp { get; init; }

    /// <summary>Not kept by informers.</summary>
    public IReadOnlyList<OwnerReference>? OwnerReferences { get; init; }

    /// <summary>Who set which fields. Not kept by informers, because it is large and needed only for single objects.</summary>
    public IReadOnlyList<ManagedFieldsEntry>? ManagedFields { get; init; }

    public string? Label(string key) => Labels?.GetValueOrDefault(key);

    public string? Annotation(string key) => Annotations?.GetValueOrDefault(key);
}

/// <summary>An object's owner (<c>meta/v1 OwnerReference</c>).</summary>
internal sealed record OwnerReference(string? Kind = null, string? Name = null, string? Uid = null, bool Controller = false);

/// <summary>Which fields somebody set (<c>meta/v1 ManagedFieldsEntry</c>).</summary>
/// <param name="Operation"><c>Apply</c> or <c>Update</c>.</param>
/// <param name="Subresource">For example <c>status</c>; null for the object itself.</param>
/// <param name="FieldsV1">A tree of keys such as <c>f:spec</c> and <c>k:{"name":"app"}</c>.</param>
internal sealed record ManagedFieldsEntry(
    string? Manager = null, string? Operation = null, DateTimeOffset? Time = null, string? Subresource = null, JsonElement? FieldsV1 = null);

/// <summary>The <c>metadata</c> of a list.</summary>
/// <param name="ResourceVersion">Where a watch continues.</param>
/// <param name="Continue">The token of the next page; null or empty on the last one.</param>
internal sealed record ListMeta(string? ResourceVersion = null, string? Continue = null);

/// <summary>A list as the API server sends it; <paramref name="Items"/> may be null if it is empty.</summary>
internal sealed record ObjectList<T>(ListMeta? Metadata = null, IReadOnlyList<T>? Items = null);

/// <summary>An object in a cluster.</summary>
internal interface IKubernetesObject
{
    ObjectMeta Metadata { get; }
}

/// <summary>Rules for names in Kubernetes (kubernetes.io, "Object Names and IDs", "Labels and Selectors").</summary>
internal static partial class KubernetesName
{
    /// <summary>A DNS subdomain, as most object names must be.</summary>
    public static bool IsValid(string? text) => text is { Length: > 0 and <= 253 } && Name().IsMatch(text);

    /// <summary>A label's value.</summary>
    public static bool IsLabelValue(string? text) => text is { Length: > 0 and <= 63 } && LabelValue().IsMatch(text);

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9.-]*[a-z0-9])?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex LabelValue();
}
