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
        // Not Skip, which refuses wherever more of the answer may follow, as it does from a stream. The whole value is
        // there: the serializer reads it before it calls a converter.
        return reader.TrySkip() ? null : throw new JsonException("The value to pass over ends too early.");
    }

    public override void Write(Utf8JsonWriter writer, T? value, JsonSerializerOptions options) => writer.WriteNullValue();
}
