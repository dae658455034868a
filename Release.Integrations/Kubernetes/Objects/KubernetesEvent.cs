using System.Text.Json.Serialization;

namespace Release.Integrations.Kubernetes.Objects;

/// <summary><c>v1 Event</c>, the used fields.</summary>
internal sealed record KubernetesEvent : IKubernetesObject
{
    public ObjectMeta Metadata { get; init; } = new();

    public ObjectReference? InvolvedObject { get; init; }

    public string? Reason { get; init; }

    public string? Message { get; init; }

    public DateTimeOffset? LastTimestamp { get; init; }

    public DateTimeOffset? EventTime { get; init; }

    /// <summary>When it last happened; newer clients set <c>eventTime</c>, older ones <c>lastTimestamp</c>.</summary>
    [JsonIgnore]
    public DateTimeOffset At => LastTimestamp ?? EventTime ?? Metadata.CreationTimestamp ?? DateTimeOffset.MinValue;

    public sealed record ObjectReference(string? Kind = null, string? Name = null);
}
