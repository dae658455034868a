namespace Release.Integrations.Kubernetes.Objects;

/// <summary><c>batch/v1 Job</c>, the used fields.</summary>
internal sealed record Job : IKubernetesObject
{
    public ObjectMeta Metadata { get; init; } = new();

    public JobStatusPart? Status { get; init; }

    public WorkloadCondition? Condition(string type) => Status?.Conditions?.FirstOrDefault(condition => condition.Type == type);

    public sealed record JobStatusPart(IReadOnlyList<WorkloadCondition>? Conditions = null);
}
