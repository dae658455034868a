using System.Text.Json.Nodes;
using Release.Sandbox.Kubernetes.Schemas;

namespace Release.Sandbox.Kubernetes.Patches;

/// <summary>
/// Strategic merge patch: uses the types to merge lists by their merge key. Its directives are <c>$patch</c>
/// (delete, replace), <c>$setElementOrder/…</c>, <c>$deleteFromPrimitiveList/…</c> and <c>$retainKeys</c>.
/// </summary>
internal static class StrategicMergePatch
{
    private const string Order = "$setElementOrder/";
    private const string DeleteFrom = "$deleteFromPrimitiveList/";
    private const string Retain = "$retainKeys";
    private const string Directive = "$patch";

    /// <param name="target">Changed in place.</param>
    public static JsonObject Apply(JsonObject target, JsonObject patch, SchemaType type)
    {
        if (ObjectMetadata.Text(patch[Directive]) is "replace" or "delete")
        {
            target.Clear();
        }

        KeepOnly(target, patch[Retain] as JsonArray);
        foreach (var (key, value) in patch.Where(entry => entry.Key[0] != '$'))
        {
            Set(target, key, value, type.FieldType(key));
        }

        foreach (var (key, value) in patch)
        {
            if (key.StartsWith(DeleteFrom, StringComparison.Ordinal) && target[key[DeleteFrom.Length..]] is JsonArray values)
            {
                values.RemoveAll(item => (value as JsonArray ?? []).Any(gone => JsonNode.DeepEquals(gone, item)));
            }
            else if (key.StartsWith(Order, StringComparison.Ordinal) && target[key[Order.Length..]] is JsonArray items && value is JsonArray order)
            {
                Sort(items, order, type.FieldType(key[Order.Length..]).MergeKey);
            }
        }

        return target;
    }

    private static void Set(JsonObject target, string key, JsonNode? value, SchemaType type)
    {
        switch (value)
        {
            case null:
                target.Remove(key);
                break;
            case JsonObject inner when ObjectMetadata.Text(inner[Directive]) == "delete":
                target.Remove(key);
                break;
            case JsonObject inner:
                if (target[key] is not JsonObject existing)
                {
                    target[key] = existing = [];
                }

                Apply(existing, inner, type);
                break;
            case JsonArray items when type.MergeKey is { } mergeKey:
                target[key] = Merge(target[key] as JsonArray ?? [], items, mergeKey, type.Element);
                break;
            case JsonArray items when type.IsSet:
                var known = target[key] as JsonArray ?? [];
                target[key] = new JsonArray([.. known.Concat(items.Where(item => !known.Any(old => JsonNode.DeepEquals(old, item)))).Select(item => item?.DeepClone())]);
                break;
            default:
                target[key] = value.DeepClone();
                break;
        }
    }

    private static JsonArray Merge(JsonArray existing, JsonArray items, string mergeKey, SchemaType element)
    {
        var entries = items.OfType<JsonObject>().ToList();
        var replaces = entries.Exists(entry => ObjectMetadata.Text(entry[Directive]) == "replace" && entry[mergeKey] is null);
        var merged = replaces ? [] : existing.DeepClone().AsArray();
        foreach (var entry in entries.Where(entry => entry[mergeKey] is not null))
        {
            var index = IndexOf(merged, mergeKey, entry[mergeKey]);
            if (ObjectMetadata.Text(entry[Directive]) == "delete")
            {
                if (index >= 0)
                {
                    merged.RemoveAt(index);
                }
            }
            else if (index >= 0)
            {
                Apply(merged[index]!.AsObject(), entry, element);
            }
            else
            {
                merged.Add(Apply([], entry, element));
            }
        }

        return merged;
    }

    private static int IndexOf(JsonArray items, string mergeKey, JsonNode? value)
    {
        for (var index = 0; index < items.Count; index++)
        {
            if (items[index] is JsonObject item && JsonNode.DeepEquals(item[mergeKey], value))
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>Items in the given order come first; the others follow in their previous order.</summary>
    private static void Sort(JsonArray items, JsonArray order, string? mergeKey)
    {
        var sorted = items.OrderBy(Rank).ToList();
        items.Clear();
        sorted.ForEach(items.Add);

        int Rank(JsonNode? item)
        {
            for (var index = 0; index < order.Count; index++)
            {
                var (wanted, has) = mergeKey is null ? (order[index], item) : ((order[index] as JsonObject)?[mergeKey], (item as JsonObject)?[mergeKey]);
                if (JsonNode.DeepEquals(wanted, has))
                {
                    return index;
                }
            }

            return int.MaxValue;
        }
    }

    private static void KeepOnly(JsonObject target, JsonArray? keys)
    {
        if (keys is null)
        {
            return;
        }

        foreach (var key in target.Select(entry => entry.Key).Where(key => !keys.Any(kept => ObjectMetadata.Text(kept) == key)).ToList())
        {
            target.Remove(key);
        }
    }
}
