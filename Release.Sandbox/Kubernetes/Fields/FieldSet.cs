using System.Text.Json.Nodes;
using Release.Sandbox.Kubernetes.Schemas;

namespace Release.Sandbox.Kubernetes.Fields;

/// <summary>
/// A set of paths of an object, in the form of <c>FieldsV1</c>: each step is <c>f:name</c>, <c>k:{"name":"app"}</c> or <c>v:"value"</c>;
/// <c>.</c> marks that a path with longer paths below it is a member itself.
/// </summary>
internal sealed class FieldSet
{
    private readonly SortedDictionary<string, FieldSet> _children = new(StringComparer.Ordinal);

    public bool IsMember { get; set; }

    public bool IsEmpty => !IsMember && _children.Values.All(child => child.IsEmpty);

    public IEnumerable<KeyValuePair<string, FieldSet>> Children => _children;

    public static FieldSet FromJson(JsonObject? fields)
    {
        var set = new FieldSet();
        foreach (var (step, value) in fields ?? [])
        {
            if (step == ".")
            {
                set.IsMember = true;
                continue;
            }

            var child = value as JsonObject ?? [];
            var inner = FromJson(child);
            inner.IsMember |= child.Count == 0;
            set._children[step] = inner;
        }

        return set;
    }

    public JsonObject ToJson()
    {
        var fields = new JsonObject();
        foreach (var (step, child) in _children.Where(child => !child.Value.IsEmpty))
        {
            var inner = child.ToJson();
            if (child.IsMember && inner.Count > 0)
            {
                inner.Insert(0, ".", new JsonObject());
            }

            fields[step] = inner;
        }

        return fields;
    }

    public FieldSet? Find(string step) => _children.GetValueOrDefault(step);

    /// <summary>The subset below a step, created if missing.</summary>
    public FieldSet At(string step)
    {
        if (!_children.TryGetValue(step, out var child))
        {
            _children[step] = child = new FieldSet();
        }

        return child;
    }

    public void Add(FieldSet other)
    {
        IsMember |= other.IsMember;
        foreach (var (step, child) in other._children)
        {
            At(step).Add(child);
        }
    }

    /// <summary>Removes the members of another set, but not the paths below them.</summary>
    public void Remove(FieldSet other)
    {
        IsMember &= !other.IsMember;
        foreach (var (step, child) in other._children)
        {
            if (_children.TryGetValue(step, out var mine))
            {
                mine.Remove(child);
                if (mine.IsEmpty)
                {
                    _children.Remove(step);
                }
            }
        }
    }

    public FieldSet Intersect(FieldSet other)
    {
        var both = new FieldSet { IsMember = IsMember && other.IsMember };
        foreach (var (step, child) in _children)
        {
            if (other._children.TryGetValue(step, out var theirs) && child.Intersect(theirs) is { IsEmpty: false } inner)
            {
                both._children[step] = inner;
            }
        }

        return both;
    }

    public bool SetEquals(FieldSet other) => JsonNode.DeepEquals(ToJson(), other.ToJson());

    /// <summary>Every member in the notation of messages: <c>.spec.template.spec.containers[name="app"].image</c>.</summary>
    public IEnumerable<string> Paths(string prefix = "")
    {
        if (IsMember)
        {
            yield return prefix;
        }

        foreach (var (step, child) in _children)
        {
            foreach (var path in child.Paths(prefix + FieldStep.Describe(step)))
            {
                yield return path;
            }
        }
    }
}

/// <summary>One step of a path, as <c>FieldsV1</c> writes it.</summary>
internal static class FieldStep
{
    public static string Field(string name) => $"f:{name}";

    public static string Value(JsonNode? value) => $"v:{Json(value)}";

    /// <summary>The step of a list item that is identified by key fields.</summary>
    /// <exception cref="KubernetesError">400 when the item lacks a key field.</exception>
    public static string Item(JsonNode? item, SchemaType list)
    {
        var keys = new JsonObject();
        foreach (var key in list.Keys.Order(StringComparer.Ordinal))
        {
            // The only key with a default: a port without a protocol is TCP.
            keys[key] = (item as JsonObject)?[key]?.DeepClone() ?? (key == "protocol" ? "TCP" : throw KubernetesError.BadRequest(
                $"failed to create typed patch object: associative list with keys has an element that omits key field \"{key}\""));
        }

        return $"k:{Json(keys)}";
    }

    public static string Of(JsonNode? item, SchemaType list) => list.IsSet ? Value(item) : Item(item, list);

    public static string Describe(string step)
    {
        var text = step[2..];
        return step[0] switch
        {
            'f' => $".{text}",
            'k' => $"[{string.Join(',', JsonNode.Parse(text)!.AsObject().Select(key => $"{key.Key}={Json(key.Value)}"))}]",
            _ => $"[={text}]",
        };
    }

    private static string Json(JsonNode? node) => node is null ? "null" : System.Text.Encoding.UTF8.GetString(ObjectMetadata.Serialize(node));
}
