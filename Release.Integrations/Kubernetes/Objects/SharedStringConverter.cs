using System.Text.Json;
using System.Text.Json.Serialization;

namespace Release.Integrations.Kubernetes.Objects;

/// <summary>A string that is likely to be there already.</summary>
internal sealed class SharedStringConverter : JsonConverter<string?>
{
    public static readonly SharedStringConverter Instance = new();

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => SharedStrings.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
