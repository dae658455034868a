namespace Release.Integrations.Kubernetes.Objects;

/// <summary>A list as the API server answers it; <paramref name="Items"/> may be null when it is empty.</summary>
internal sealed record ObjectList<T>(ListMeta? Metadata = null, IReadOnlyList<T>? Items = null);
