namespace Release.Integrations.Kubernetes.Objects;

/// <summary><c>apps/v1 ReplicaSet</c>, the used fields.</summary>
internal sealed record ReplicaSet : IKubernetesObject
{
    public ObjectMeta Metadata { get; init; } = new();

    public ReplicaSetSpecPart? Spec { get; init; }

    public ReplicaSetStatusPart? Status { get; init; }

    public sealed record ReplicaSetSpecPart(int? Replicas = null, PodTemplate? Template = null);

    /// <summary>Kubernetes leaves counts of zero out.</summary>
    public sealed record ReplicaSetStatusPart(
        int Replicas = 0, int ReadyReplicas = 0, int AvailableReplicas = 0, long? ObservedGeneration = null, IReadOnlyList<WorkloadCondition>? Conditions = null);
}
