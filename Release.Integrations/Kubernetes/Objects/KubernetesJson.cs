using System.Text.Json.Serialization;
using k8s.KubeConfigModels;
using k8s.Models;

namespace Release.Integrations.Kubernetes.Objects;

/// <summary>Generated readers and writers of the typed objects; fields that are not used are passed over.</summary>
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
