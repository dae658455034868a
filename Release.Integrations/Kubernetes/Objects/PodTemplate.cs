namespace Release.Integrations.Kubernetes.Objects;

/// <summary>What pods are made from.</summary>
internal sealed record PodTemplate(ObjectMeta? Metadata = null, PodSpec? Spec = null);
