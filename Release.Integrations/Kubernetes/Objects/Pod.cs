using System.Text.Json.Serialization;

namespace Release.Integrations.Kubernetes.Objects;

/// <summary><c>v1 Pod</c>, the used fields.</summary>
internal sealed record Pod : IKubernetesObject
{
    public ObjectMeta Metadata { get; init; } = new();

    public PodSpec? Spec { get; init; }

    public PodStatusPart? Status { get; init; }

    [JsonIgnore]
    public bool IsReady => Condition("Ready")?.Status == "True";

    /// <summary>Being deleted: it no longer counts as running.</summary>
    [JsonIgnore]
    public bool IsTerminating => Metadata.DeletionTimestamp is not null;

    /// <summary>All its containers have ended, and it will not run again.</summary>
    [JsonIgnore]
    public bool HasEnded => Status?.Phase is "Succeeded" or "Failed";

    public WorkloadCondition? Condition(string type) => Status?.Conditions?.FirstOrDefault(condition => condition.Type == type);

    public sealed record PodStatusPart(
        string? Phase = null,
        string? Reason = null,
        string? Message = null,
        IReadOnlyList<WorkloadCondition>? Conditions = null,
        IReadOnlyList<ContainerStatus>? ContainerStatuses = null,
        IReadOnlyList<ContainerStatus>? InitContainerStatuses = null);

    public sealed record ContainerStatus(
        string? Name = null,
        bool Ready = false,
        int RestartCount = 0,
        ContainerState? State = null,
        ContainerState? LastState = null);

    /// <summary>Exactly one is set.</summary>
    public sealed record ContainerState(Waiting? Waiting = null, Terminated? Terminated = null);

    public sealed record Waiting(string? Reason = null, string? Message = null);

    public sealed record Terminated(int ExitCode = 0, string? Reason = null, string? Message = null);
}

/// <summary>The containers of a pod; the application's is the first (contracts §8).</summary>
internal sealed record PodSpec(IReadOnlyList<PodSpec.Container>? Containers = null)
{
    public Container? First => Containers is [var first, ..] ? first : null;

    public sealed record Container(string? Name = null, string? Image = null);
}

/// <summary>The template of a workload's pods.</summary>
internal sealed record PodTemplate(ObjectMeta? Metadata = null, PodSpec? Spec = null);

/// <summary>One of an object's <c>status.conditions[]</c>.</summary>
internal sealed record WorkloadCondition(
    string? Type = null, string? Status = null, string? Reason = null, string? Message = null);
