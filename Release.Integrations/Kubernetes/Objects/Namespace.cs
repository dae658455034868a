namespace Release.Integrations.Kubernetes.Objects;

/// <summary><c>v1 Namespace</c>, the used fields.</summary>
internal sealed record Namespace : IKubernetesObject
{
    public ObjectMeta Metadata { get; init; } = new();

    public NamespaceStatusPart? Status { get; init; }

    /// <param name="Phase"><c>Active</c> or <c>Terminating</c>.</param>
    public sealed record NamespaceStatusPart(string? Phase = null);
}
