namespace Release.Integrations.Kubernetes.Objects;

/// <summary>What an object belongs to (<c>meta/v1 OwnerReference</c>).</summary>
internal sealed record OwnerReference(string? Kind = null, string? Name = null, string? Uid = null, bool Controller = false);
