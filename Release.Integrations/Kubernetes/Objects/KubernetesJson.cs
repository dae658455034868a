using System.Text.Json.Serialization;
using k8s.KubeConfigModels;
using k8s.Models;

namespace Release.Integrations.Kubernetes.Objects;

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
