using System.Text.Json.Serialization;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.ArgoCd;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ArgoApplication))]
[JsonSerializable(typeof(ObjectList<ArgoApplication>))]
internal sealed partial class ArgoJson : JsonSerializerContext;
