using System.Text.Json;
using System.Text.Json.Serialization;

namespace Release.Integrations.Kubernetes.Objects;

/// <summary>Passes a value over as if it were not there.</summary>
internal sealed class SkippedConverter<T> : JsonConverter<T?>
    where T : class
{
    public static readonly SkippedConverter<T> Instance = new();

    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, T? value, JsonSerializerOptions options) => writer.WriteNullValue();
}
