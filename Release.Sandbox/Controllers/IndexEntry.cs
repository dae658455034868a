using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Controllers;

/// <summary>An object with owners, as the index keeps it.</summary>
internal sealed class IndexEntry(ResourceKind kind, ObjectName name, string uid, IReadOnlyList<OwnerReference> owners)
{
    public ResourceKind Kind { get; } = kind;

    public ObjectName Name { get; } = name;

    public string Uid { get; } = uid;

    public IReadOnlyList<OwnerReference> Owners { get; } = owners;

    /// <summary>The one that manages it; null for an object of its own.</summary>
    public OwnerReference? Controller { get; } = owners.FirstOrDefault(owner => owner.Controller);
}
