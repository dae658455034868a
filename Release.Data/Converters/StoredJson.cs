using System.Text.Json;
using System.Text.Json.Serialization;
using Release.Core.Applications;
using Release.Core.Environments;

namespace Release.Data.Converters;

/// <summary>How records are written into JSON columns: camelCase, names instead of numbers, nothing that is computed.</summary>
internal static class StoredJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        IgnoreReadOnlyProperties = true,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase),
            new ApplicationNameJsonConverter(),
            new EnvironmentNameJsonConverter(),
            new ImageTagJsonConverter(),
        },
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <exception cref="JsonException">The text is not what <see cref="Write{T}"/> writes.</exception>
    public static T Read<T>(string text) =>
        JsonSerializer.Deserialize<T>(text, Options) ?? throw new JsonException($"A stored {typeof(T).Name} is null.");
}

internal sealed class ApplicationNameJsonConverter : JsonConverter<ApplicationName>
{
    public override ApplicationName Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ApplicationName.Parse(reader.GetString());

    public override void Write(Utf8JsonWriter writer, ApplicationName value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

internal sealed class EnvironmentNameJsonConverter : JsonConverter<EnvironmentName>
{
    public override EnvironmentName Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => EnvironmentName.Parse(reader.GetString());

    public override void Write(Utf8JsonWriter writer, EnvironmentName value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

internal sealed class ImageTagJsonConverter : JsonConverter<ImageTag>
{
    public override ImageTag Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ImageTag.Parse(reader.GetString());

    public override void Write(Utf8JsonWriter writer, ImageTag value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
