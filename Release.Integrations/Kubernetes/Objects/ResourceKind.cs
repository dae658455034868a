using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using k8s.KubeConfigModels;
using k8s.Models;

namespace Release.Integrations.Kubernetes.Objects;

/// <summary>A kind of object: its path in the API and how its JSON is read.</summary>
/// <param name="Group">Empty for the core group.</param>
internal sealed record ResourceKind<T>(
    string Group, string Version, string Plural, JsonTypeInfo<T> TypeInfo, JsonTypeInfo<ObjectList<T>> ListTypeInfo)
    where T : class, IKubernetesObject
{
    /// <summary>
    /// The kind's name in the message that it is not installed, for example <c>Argo CD's Application</c>; null for
    /// Kubernetes' own kinds.
    /// </summary>
    public string? Definition { get; init; }

    public RequestTarget Target(string verb, string? @namespace, string? name = null, string? subresource = null) =>
        new(verb, Group, Plural, Definition, @namespace, name, subresource);

    public ValueTask<T?> ReadAsync(Stream json, CancellationToken cancellationToken) => JsonSerializer.DeserializeAsync(json, TypeInfo, cancellationToken);

    public ValueTask<ObjectList<T>?> ReadListAsync(Stream json, CancellationToken cancellationToken) => JsonSerializer.DeserializeAsync(json, ListTypeInfo, cancellationToken);

    public override string ToString() => Plural;
}

/// <summary>What a request is about, in the terms of Kubernetes' access rules (kubernetes.io, "Using RBAC Authorization").</summary>
/// <param name="Verb">For example <c>list</c> or <c>patch</c>.</param>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Resource">The plural, for example <c>deployments</c>.</param>
/// <param name="Definition">The kind's name for people, for example <c>Argo CD's Application</c>; null for Kubernetes' own kinds.</param>
/// <param name="Namespace">Null for all namespaces, and for kinds without namespaces.</param>
internal sealed record RequestTarget(
    string Verb, string Group, string Resource, string? Definition = null, string? Namespace = null, string? Name = null, string? Subresource = null)
{
    /// <summary>Reads only, so it may be repeated.</summary>
    public bool IsRead => Verb is "get" or "list" or "watch";

    /// <summary>For example <c>deployments/status web in apps</c>.</summary>
    public string What => Full + (Name is null ? "" : $" {Name}") + (Namespace is null ? "" : $" in {Namespace}");

    /// <summary>How to grant the missing permission.</summary>
    public string Grant =>
        $"Grant its user the verb '{Verb}' on '{Full}' in the API group '{Group}' {(Namespace is null ? "for the whole cluster (ClusterRole)" : $"in the namespace '{Namespace}' (Role)")}.";

    private string Full => Subresource is null ? Resource : $"{Resource}/{Subresource}";
}

/// <summary>Selects objects of a kind.</summary>
/// <param name="Namespace">Null for all.</param>
/// <param name="Labels">A label selector, for example <c>app.govuk/repository-name=publisher</c>.</param>
/// <param name="Fields">A field selector, for example <c>involvedObject.name=publisher-1</c>.</param>
internal sealed record ObjectSelection(string? Namespace = null, string? Labels = null, string? Fields = null);

/// <summary>Kubernetes' own kinds that Release reads.</summary>
internal static class ResourceKinds
{
    public static readonly ResourceKind<Pod> Pods =
        new("", "v1", "pods", KubernetesJson.Default.Pod, KubernetesJson.Default.ObjectListPod);

    public static readonly ResourceKind<KubernetesDeployment> Deployments =
        new("apps", "v1", "deployments", KubernetesJson.Default.KubernetesDeployment, KubernetesJson.Default.ObjectListKubernetesDeployment);

    public static readonly ResourceKind<Job> Jobs =
        new("batch", "v1", "jobs", KubernetesJson.Default.Job, KubernetesJson.Default.ObjectListJob);

    public static readonly ResourceKind<KubernetesEvent> Events =
        new("", "v1", "events", KubernetesJson.Default.KubernetesEvent, KubernetesJson.Default.ObjectListKubernetesEvent);
}

/// <summary>Generated JSON readers and writers of the typed objects; unused fields are ignored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Pod))]
[JsonSerializable(typeof(ObjectList<Pod>))]
[JsonSerializable(typeof(KubernetesDeployment))]
[JsonSerializable(typeof(ObjectList<KubernetesDeployment>))]
[JsonSerializable(typeof(Job))]
[JsonSerializable(typeof(ObjectList<Job>))]
[JsonSerializable(typeof(KubernetesEvent))]
[JsonSerializable(typeof(ObjectList<KubernetesEvent>))]
[JsonSerializable(typeof(V1Status))]
[JsonSerializable(typeof(ExecCredentialResponse))]
internal sealed partial class KubernetesJson : JsonSerializerContext;
