using System.Text.Json.Serialization;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.SmokeTests;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ArgoWorkflow))]
[JsonSerializable(typeof(ObjectList<ArgoWorkflow>))]
internal sealed partial class WorkflowJson : JsonSerializerContext;
