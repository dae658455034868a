using System.Text.Json;
using System.Text.Json.Serialization;
using Release.Core.Applications;

namespace Release.Data.Json;

internal sealed class ImageTagJsonConverter : JsonConverter<ImageTag>
{
    public override ImageTag Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ImageTag.Parse(reader.GetString());

    public override void Write(Utf8JsonWriter writer, ImageTag value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
