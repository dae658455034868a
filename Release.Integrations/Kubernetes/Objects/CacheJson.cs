using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Release.Integrations.Kubernetes.Objects;

/// <summary>
/// Makes the JSON readers of informers' caches save memory: they skip fields that are only needed for single objects
/// (managed fields, owners, container statuses), and share one copy of short strings that many objects have, such as labels,
/// images and reasons.
/// </summary>
internal static class CacheJson
{
    private static readonly HashSet<string> LongTexts = ["message"];

    public static ResourceKind<T> ForCache<T>(this ResourceKind<T> kind)
        where T : class, IKubernetesObject
    {
        var options = new JsonSerializerOptions(kind.TypeInfo.Options);
        options.TypeInfoResolver = options.TypeInfoResolver!.WithAddedModifier(Lighten);
        return kind with
        {
            TypeInfo = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)),
            ListTypeInfo = (JsonTypeInfo<ObjectList<T>>)options.GetTypeInfo(typeof(ObjectList<T>)),
        };
    }

    private static void Lighten(JsonTypeInfo info)
    {
        foreach (var property in info.Properties)
        {
            if (info.Type == typeof(ObjectMeta))
            {
                property.CustomConverter = Metadata(property.Name) ?? property.CustomConverter;
            }
            else if (property.PropertyType == typeof(IReadOnlyList<Pod.ContainerStatus>))
            {
                property.CustomConverter = SkippedConverter<IReadOnlyList<Pod.ContainerStatus>>.Instance;
            }
            else if (property.PropertyType == typeof(string) && !LongTexts.Contains(property.Name))
            {
                property.CustomConverter = SharedStringConverter.Instance;
            }
        }
    }

    private static JsonConverter? Metadata(string name) => name switch
    {
        "managedFields" => SkippedConverter<IReadOnlyList<ManagedFieldsEntry>>.Instance,
        "ownerReferences" => SkippedConverter<IReadOnlyList<OwnerReference>>.Instance,
        "namespace" => SharedStringConverter.Instance,
        "labels" or "annotations" => SharedTextsConverter.Instance,
        _ => null,
    };
}

/// <summary>
/// Returns the same string for the same text. It is a table of fixed size whose slots are overwritten: if two texts share a
/// slot, each read makes a new string.
/// </summary>
internal static class SharedStrings
{
    private const int Longest = 200;

    private static readonly string?[] Places = new string?[16 * 1024];

    public static string? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || reader.HasValueSequence || reader.ValueIsEscaped || reader.ValueSpan.Length > Longest)
        {
            return reader.GetString();
        }

        var hash = default(HashCode);
        hash.AddBytes(reader.ValueSpan);
        ref var place = ref Places[(uint)hash.ToHashCode() % (uint)Places.Length];
        if (place is { } shared && reader.ValueTextEquals(shared))
        {
            return shared;
        }

        return place = reader.GetString();
    }
}

/// <summary>Reads a string that other objects probably have too.</summary>
internal sealed class SharedStringConverter : JsonConverter<string?>
{
    public static readonly SharedStringConverter Instance = new();

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => SharedStrings.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>
/// Reads labels or annotations with shared keys and values, without kubectl's copy of the whole object. Equal ones, as the
/// pods of one Deployment have, become the same object, by a table like that of <see cref="SharedStrings"/>.
/// </summary>
internal sealed class SharedTextsConverter : JsonConverter<IReadOnlyDictionary<string, string>?>
{
    public static readonly SharedTextsConverter Instance = new();

    private static readonly Dictionary<string, string>?[] Places = new Dictionary<string, string>?[4 * 1024];

    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    public override IReadOnlyDictionary<string, string>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Labels or annotations are not a JSON object.");
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
                throw new JsonException("The value to skip ends too early.");
            }
        }

        return Shared(texts);
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

    private static Dictionary<string, string> Shared(Dictionary<string, string> texts)
    {
        var hash = 0;
        foreach (var (key, text) in texts)
        {
            hash ^= HashCode.Combine(key, text);
        }

        ref var place = ref Places[(uint)hash % (uint)Places.Length];
        if (place is { } shared && shared.Count == texts.Count && texts.All(pair => shared.TryGetValue(pair.Key, out var text) && text == pair.Value))
        {
            return shared;
        }

        texts.TrimExcess();
        return place = texts;
    }
}

/// <summary>Skips a value, which then reads as null.</summary>
internal sealed class SkippedConverter<T> : JsonConverter<T?>
    where T : class
{
    public static readonly SkippedConverter<T> Instance = new();

    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // Skip throws while reading from a stream. TrySkip succeeds, because the serializer buffers a whole value before it calls a converter.
        return reader.TrySkip() ? null : throw new JsonException("The value to skip ends too early.");
    }

    public override void Write(Utf8JsonWriter writer, T? value, JsonSerializerOptions options) => writer.WriteNullValue();
}
