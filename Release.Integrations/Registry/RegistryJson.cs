using System.Text.Json.Serialization;

namespace Release.Integrations.Registry;

[JsonSerializable(typeof(RegistryTokenAnswer))]
internal sealed partial class RegistryJson : JsonSerializerContext;
