namespace Release.Integrations.Kubernetes.Objects;

/// <summary>One of an object's <c>status.conditions[]</c>.</summary>
internal sealed record WorkloadCondition(
    string? Type = null, string? Status = null, string? Reason = null, string? Message = null, DateTimeOffset? LastTransitionTime = null);
