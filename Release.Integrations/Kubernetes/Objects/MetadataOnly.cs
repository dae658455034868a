namespace Release.Integrations.Kubernetes.Objects;

/// <summary>What a bookmark carries: nothing but a resource version.</summary>
internal sealed record MetadataOnly(ObjectMeta? Metadata = null);
