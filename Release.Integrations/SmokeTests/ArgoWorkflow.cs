using System.Text.Json.Serialization;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.SmokeTests;

/// <summary><c>argoproj.io/v1alpha1 Workflow</c>, the used fields.</summary>
internal sealed record ArgoWorkflow : IKubernetesObject
{
    public ObjectMeta Metadata { get; init; } = new();

    public StatusPart? Status { get; init; }

    /// <param name="Phase">Empty until Argo has started it; then Pending, Running, Succeeded, Failed, Error.</param>
    /// <param name="Nodes">By id.</param>
    public sealed record StatusPart(
        string? Phase = null,
        string? Message = null,
        DateTimeOffset? StartedAt = null,
        DateTimeOffset? FinishedAt = null,
        IReadOnlyDictionary<string, Node>? Nodes = null);

    /// <param name="Name">Unique in the workflow.</param>
    /// <param name="DisplayName">For people.</param>
    /// <param name="Type">Pod for nodes that run a container; Steps, DAG, Retry … for nodes that contain others.</param>
    /// <param name="Children">Ids; for a Retry its tries in order.</param>
    public sealed record Node(
        string? Id = null,
        string? Name = null,
        string? DisplayName = null,
        string? Type = null,
        string? Phase = null,
        string? Message = null,
        DateTimeOffset? StartedAt = null,
        DateTimeOffset? FinishedAt = null,
        OutputsPart? Outputs = null,
        IReadOnlyList<string>? Children = null);

    /// <param name="ExitCode">A number as text.</param>
    public sealed record OutputsPart(string? ExitCode = null);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ArgoWorkflow))]
[JsonSerializable(typeof(ObjectList<ArgoWorkflow>))]
internal sealed partial class WorkflowJson : JsonSerializerContext;

internal static class WorkflowResourceKinds
{
    public static readonly ResourceKind<ArgoWorkflow> Workflows =
        new("argoproj.io", "v1alpha1", "workflows", WorkflowJson.Default.ArgoWorkflow, WorkflowJson.Default.ObjectListArgoWorkflow)
        {
            Definition = "Argo Workflows' Workflow",
        };
}
