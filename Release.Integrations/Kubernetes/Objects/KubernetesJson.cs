using System.Text.Json.Serialization;

namespace Release.Integrations.Kubernetes.Objects;

/// <summary>Generated readers and writers of the typed objects; fields that are not used are passed over.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Pod))]
[JsonSerializable(typeof(ObjectList<Pod>))]
[JsonSerializable(typeof(KubernetesDeployment))]
[JsonSerializable(typeof(ObjectList<KubernetesDeployment>))]
[JsonSerializable(typeof(Job))]
[JsonSerializable(typeof(ObjectList<Job>))]
[JsonSerializable(typeof(ReplicaSet))]
[JsonSerializable(typeof(ObjectList<ReplicaSet>))]
[JsonSerializable(typeof(Namespace))]
[JsonSerializable(typeof(ObjectList<Namespace>))]
[JsonSerializable(typeof(KubernetesEvent))]
[JsonSerializable(typeof(ObjectList<KubernetesEvent>))]
[JsonSerializable(typeof(ApiStatus))]
[JsonSerializable(typeof(ExecAnswer))]
[JsonSerializable(typeof(MetadataOnly))]
internal sealed partial class KubernetesJson : JsonSerializerContext;
