namespace Release.Integrations.Kubernetes.Objects;

/// <summary><c>batch/v1 Job</c>, the used fields.</summary>
internal sealed record Job : IKubernetesObject
{
    public ObjectMeta Metadata { get; init; } = new();

    public JobStatusPart? Status { get; init; }

    public sealed record JobStatusPart(int Active = 0, int Succeeded = 0, int Failed = 0, IReadOnlyList<WorkloadCondition>? Conditions = null);
}
