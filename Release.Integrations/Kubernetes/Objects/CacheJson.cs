using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Release.Integrations.Kubernetes.Objects;

/// <summary>
/// Reads objects that are kept for long in large numbers: without who set which field, and with one copy of each short
/// text that many of them carry, such as labels, images and reasons.
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
            else if (property.PropertyType == typeof(string) && !LongTexts.Contains(property.Name))
            {
                property.CustomConverter = SharedStringConverter.Instance;
            }
        }
    }

    private static JsonConverter? Metadata(string name) => name switch
    {
        "managedFields" => SkippedConverter<IReadOnlyList<ManagedFieldsEntry>>.Instance,
        "namespace" => SharedStringConverter.Instance,
        "labels" or "annotations" => SharedTextsConverter.Instance,
        _ => null,
    };
}
