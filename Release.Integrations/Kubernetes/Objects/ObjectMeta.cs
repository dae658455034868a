namespace Release.Integrations.Kubernetes.Objects;

/// <summary>The used part of Kubernetes' <c>metadata</c>.</summary>
internal sealed record ObjectMeta
{
    public string Name { get; init; } = "";

    public string? Namespace { get; init; }

    public string? Uid { get; init; }

    /// <summary>Opaque: only compared for equality and handed back.</summary>
    public string? ResourceVersion { get; init; }

    public long? Generation { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    public DateTimeOffset? CreationTimestamp { get; init; }

    /// <summary>Set while the object is being deleted.</summary>
    public DateTimeOffset? DeletionTimestamp { get; init; }

    public IReadOnlyList<OwnerReference>? OwnerReferences { get; init; }

    /// <summary>Who set which fields. Not kept by informers: it is large, and read only by those who ask for one object.</summary>
    public IReadOnlyList<ManagedFieldsEntry>? ManagedFields { get; init; }

    public string? Label(string key) => Labels?.GetValueOrDefault(key);

    public string? Annotation(string key) => Annotations?.GetValueOrDefault(key);
}
