using System.Text.Json.Nodes;
using Release.Sandbox.Kubernetes.Schemas;

namespace Release.Sandbox.Kubernetes.Fields;

/// <summary>The fields of an object, and the fields that differ between two, as structured-merge-diff defines them.</summary>
internal static class FieldReader
{
    private static readonly HashSet<string> NotInMetadata =
        ["name", "namespace", "creationTimestamp", "selfLink", "uid", "clusterName", "generation", "managedFields", "resourceVersion"];

    private static readonly string[] NotInObject = ["apiVersion", "kind"];

    /// <summary>The fields that an applied configuration claims.</summary>
    public static FieldSet Read(JsonObject content, SchemaType type)
    {
        var set = new FieldSet();
        foreach (var (name, value) in content.Where(field => !NotInObject.Contains(field.Key)))
        {
            var claimed = name == "metadata" ? Stripped(value) : value;
            if (name != "metadata" || claimed is JsonObject { Count: > 0 })
            {
                Read(claimed, type.FieldType(name), known: true, set.At(FieldStep.Field(name)));
            }
        }

        return set;
    }

    public static FieldDifference Compare(JsonObject before, JsonObject after, SchemaType type)
    {
        var difference = new FieldDifference();
        foreach (var name in before.Select(field => field.Key).Union(after.Select(field => field.Key)).Where(name => !NotInObject.Contains(name)))
        {
            var (old, now) = (before[name], after[name]);
            if (name == "metadata")
            {
                (old, now) = (Stripped(old), Stripped(now));
            }
            else if (old is null && type.Fields.TryGetValue(name, out var field) && field.Always)
            {
                old = Empty(field.Type);
            }

            Compare(old, now, type.FieldType(name), FieldStep.Field(name), difference.Changed, difference.Removed);
        }

        return difference;
    }

    private static JsonObject Stripped(JsonNode? metadata) =>
        new((metadata as JsonObject ?? []).Where(field => !NotInMetadata.Contains(field.Key)).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())));

    private static void Read(JsonNode? value, SchemaType type, bool known, FieldSet set)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } content when !type.Atomic:
                foreach (var (name, inner) in content)
                {
                    Read(inner, type.FieldType(name), type.Form is SchemaForm.Struct or SchemaForm.Any, set.At(FieldStep.Field(name)));
                }

                set.IsMember |= !known;
                break;
            case JsonArray items when type.Keys.Count > 0 || type.IsSet:
                foreach (var item in items)
                {
                    Read(item, type.Element, known: false, set.At(FieldStep.Of(item, type)));
                }

                break;
            default:
                set.IsMember = true;
                break;
        }
    }

    private static void Compare(JsonNode? before, JsonNode? after, SchemaType type, string step, FieldSet changed, FieldSet removed)
    {
        switch (before, after)
        {
            case (null, null):
                break;
            case (null, _):
                Mark(after, type, changed.At(step));
                break;
            case (_, null):
                Mark(before, type, removed.At(step));
                break;
            case (JsonObject old, JsonObject now) when !type.Atomic && old.Count + now.Count > 0:
                CompareFields(old, now, type, changed.At(step), removed.At(step));
                break;
            case (JsonArray old, JsonArray now) when type.Keys.Count > 0 || type.IsSet:
                CompareItems(old, now, type, changed.At(step), removed.At(step));
                break;
            case var _ when !JsonNode.DeepEquals(before, after):
                changed.At(step).IsMember = true;
                break;
        }
    }

    private static void CompareFields(JsonObject before, JsonObject after, SchemaType type, FieldSet changed, FieldSet removed)
    {
        foreach (var name in before.Select(field => field.Key).Union(after.Select(field => field.Key)))
        {
            var old = before[name];
            if (old is null && type.Fields.TryGetValue(name, out var field) && field.Always)
            {
                old = Empty(field.Type);
            }

            Compare(old, after[name], type.FieldType(name), FieldStep.Field(name), changed, removed);
        }
    }

    private static void CompareItems(JsonArray before, JsonArray after, SchemaType type, FieldSet changed, FieldSet removed)
    {
        var old = ByStep(before, type);
        var now = ByStep(after, type);
        foreach (var step in old.Keys.Union(now.Keys))
        {
            Compare(old.GetValueOrDefault(step), now.GetValueOrDefault(step), type.Element, step, changed, removed);
        }
    }

    private static Dictionary<string, JsonNode?> ByStep(JsonArray items, SchemaType type)
    {
        var found = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            found[FieldStep.Of(item, type)] = item;
        }

        return found;
    }

    /// <summary>Adds a value that is entirely new or removed, with everything in it.</summary>
    private static void Mark(JsonNode? value, SchemaType type, FieldSet set)
    {
        set.IsMember = true;
        if (value is JsonObject content && !type.Atomic)
        {
            foreach (var (name, inner) in content)
            {
                Mark(inner, type.FieldType(name), set.At(FieldStep.Field(name)));
            }
        }
        else if (value is JsonArray items && (type.Keys.Count > 0 || type.IsSet))
        {
            foreach (var item in items)
            {
                Mark(item, type.Element, set.At(FieldStep.Of(item, type)));
            }
        }
    }

    /// <summary>The value of a missing field that a real server always writes.</summary>
    private static JsonNode? Empty(SchemaType type) => type.Form switch
    {
        SchemaForm.Struct when !type.Atomic => new JsonObject(),
        SchemaForm.List when !type.Atomic => new JsonArray(),
        SchemaForm.Any => new JsonObject(),
        _ => null,
    };
}
