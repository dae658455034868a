using System.Text.Json;
using System.Text.Json.Serialization;

namespace Release.Integrations.Kubernetes.Objects;

/// <summary>Labels or annotations, with shared keys and values, and without kubectl's copy of the whole object.</summary>
internal sealed class SharedTextsConverter : JsonConverter<IReadOnlyDictionary<string, string>?>
{
    public static readonly SharedTextsConverter Instance = new();

    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    public override IReadOnlyDictionary<string, string>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Labels or annotations that are no object.");
        }

        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = SharedStrings.Read(ref reader)!;
            reader.Read();
            if (key != LastApplied)
            {
                texts[key] = SharedStrings.Read(ref reader) ?? "";
            }
            else if (!reader.TrySkip())
            {
                throw new JsonException("The value to pass over ends too early.");
            }
        }

        texts.TrimExcess();
        return texts;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, string>? value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (key, text) in value ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            writer.WriteString(key, text);
        }

        writer.WriteEndObject();
    }
}
