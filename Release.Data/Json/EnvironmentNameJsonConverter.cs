using System.Text.Json;
using System.Text.Json.Serialization;
using Release.Core.Environments;

namespace Release.Data.Json;

internal sealed class EnvironmentNameJsonConverter : JsonConverter<EnvironmentName>
{
    public override EnvironmentName Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => EnvironmentName.Parse(reader.GetString());

    public override void Write(Utf8JsonWriter writer, EnvironmentName value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
