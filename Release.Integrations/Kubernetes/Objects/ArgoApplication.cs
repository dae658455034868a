using System.Text.Json.Serialization;

namespace Release.Integrations.Kubernetes.Objects;

/// <summary><c>argoproj.io/v1alpha1 Application</c>, the fields of contracts §7.</summary>
internal sealed record ArgoApplication : IKubernetesObject
{
    public ObjectMeta Metadata { get; init; } = new();

    public SpecPart? Spec { get; init; }

    public StatusPart? Status { get; init; }

    public sealed record SpecPart(DestinationPart? Destination = null);

    public sealed record DestinationPart(string? Namespace = null);

    /// <param name="ReconciledAt">When Argo CD last compared it with git and assessed its health.</param>
    public sealed record StatusPart(
        SyncPart? Sync = null,
        HealthPart? Health = null,
        OperationPart? OperationState = null,
        IReadOnlyList<ConditionPart>? Conditions = null,
        DateTimeOffset? ReconciledAt = null,
        IReadOnlyList<ResourceStatus>? Resources = null);

    public sealed record SyncPart(string? Status = null, string? Revision = null);

    public sealed record HealthPart(string? Status = null);

    public sealed record OperationPart(
        string? Phase = null,
        string? Message = null,
        DateTimeOffset? StartedAt = null,
        DateTimeOffset? FinishedAt = null,
        SyncResultPart? SyncResult = null);

    public sealed record SyncResultPart(string? Revision = null, IReadOnlyList<ResourcePart>? Resources = null);

    public sealed record ResourcePart(
        string? Kind = null,
        string? Namespace = null,
        string? Name = null,
        string? Status = null,
        string? Message = null,
        string? HookPhase = null,
        string? HookType = null);

    /// <summary>One of <c>status.resources[]</c>: how a resource compares with git.</summary>
    public sealed record ResourceStatus(string? Kind = null, string? Name = null, string? Status = null);

    public sealed record ConditionPart(string? Type = null, string? Message = null);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ArgoApplication))]
[JsonSerializable(typeof(ObjectList<ArgoApplication>))]
internal sealed partial class ArgoJson : JsonSerializerContext;

internal static class ArgoResourceKinds
{
    public static readonly ResourceKind<ArgoApplication> Applications =
        new("argoproj.io", "v1alpha1", "applications", ArgoJson.Default.ArgoApplication, ArgoJson.Default.ObjectListArgoApplication) { Definition = "Argo CD's Application" };
}
