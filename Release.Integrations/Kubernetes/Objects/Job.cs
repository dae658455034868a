using System.Text.Json.Serialization;

namespace Release.Integrations.Kubernetes.Objects;

/// <summary><c>batch/v1 Job</c>, the used fields.</summary>
internal sealed record Job : IKubernetesObject
{
    public ObjectMeta Metadata { get; init; } = new();

    public JobSpecPart? Spec { get; init; }

    public JobStatusPart? Status { get; init; }

    [JsonIgnore]
    public bool HasSucceeded => Condition("Complete")?.Status == "True";

    [JsonIgnore]
    public bool HasFailed => Condition("Failed")?.Status == "True";

    public WorkloadCondition? Condition(string type) => Status?.Conditions?.FirstOrDefault(condition => condition.Type == type);

    public sealed record JobSpecPart(int? BackoffLimit = null, long? ActiveDeadlineSeconds = null);

    public sealed record JobStatusPart(
        int Active = 0,
        int Succeeded = 0,
        int Failed = 0,
        IReadOnlyList<WorkloadCondition>? Conditions = null,
        DateTimeOffset? StartTime = null,
        DateTimeOffset? CompletionTime = null);
}
