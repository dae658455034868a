using System.Text.Json;
using System.Text.Json.Serialization;

namespace Release.Data.Json;

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
