namespace Release.Integrations.Kubernetes.Objects;

/// <summary><c>apps/v1 Deployment</c>, the used fields. Not called Deployment, because that is Release's own term.</summary>
internal sealed record KubernetesDeployment : IKubernetesObject
{
    public ObjectMeta Metadata { get; init; } = new();

    public SpecPart? Spec { get; init; }

    public RolloutPart? Status { get; init; }

    /// <param name="Replicas">Null means 1 (the API's default).</param>
    /// <param name="Template">The template of its pods.</param>
    /// <param name="Paused">Somebody paused its rollouts.</param>
    public sealed record SpecPart(int? Replicas = null, PodTemplate? Template = null, bool Paused = false);

    /// <summary>Kubernetes omits counts of zero.</summary>
    public sealed record RolloutPart(
        long? ObservedGeneration = null,
        int UpdatedReplicas = 0,
        int ReadyReplicas = 0,
        int AvailableReplicas = 0,
        int UnavailableReplicas = 0,
        IReadOnlyList<WorkloadCondition>? Conditions = null,
        int Replicas = 0);
}
