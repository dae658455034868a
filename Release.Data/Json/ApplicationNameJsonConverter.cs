using System.Text.Json;
using System.Text.Json.Serialization;
using Release.Core.Applications;

namespace Release.Data.Json;

internal sealed class ApplicationNameJsonConverter : JsonConverter<ApplicationName>
{
    public override ApplicationName Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ApplicationName.Parse(reader.GetString());

    public override void Write(Utf8JsonWriter writer, ApplicationName value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
