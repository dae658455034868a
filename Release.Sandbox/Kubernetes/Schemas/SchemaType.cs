namespace Release.Sandbox.Kubernetes.Schemas;

/// <summary>
/// The schema of a type: enough to merge (structured-merge-diff's list and map types), to find unknown fields and
/// to describe it in OpenAPI.
/// </summary>
internal sealed class SchemaType(string name, SchemaForm form)
{
    public static readonly SchemaType Any = new("any", SchemaForm.Any);

    public static readonly SchemaType Text = new("string", SchemaForm.Scalar);

    /// <summary>The type's name; for a scalar OpenAPI's type.</summary>
    public string Name { get; } = name;

    public SchemaForm Form { get; } = form;

    /// <summary>OpenAPI's <c>format</c> of a scalar.</summary>
    public string? Format { get; init; }

    /// <summary>Fields of a struct, added after construction because types refer to one another.</summary>
    public Dictionary<string, SchemaField> Fields { get; private init; } = new(StringComparer.Ordinal);

    /// <summary>The item type of a list or map.</summary>
    public SchemaType Element { get; init; } = Any;

    /// <summary>Whether server-side apply treats it as one value with one owner.</summary>
    public bool Atomic { get; init; }

    /// <summary>Key fields of a list's items; empty for other lists.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>Whether it is a list of scalars with one owner each.</summary>
    public bool IsSet { get; init; }

    /// <summary>The merge key of strategic merge patches; null when they replace the list.</summary>
    public string? MergeKey { get; init; }

    /// <summary>The atomic variant of the type. It shares the field list, which may still be filled.</summary>
    public SchemaType AsAtomic() => new(Name, Form) { Atomic = true, Fields = Fields, Element = Element, Format = Format };

    public SchemaType FieldType(string name) => Form switch
    {
        SchemaForm.Struct => Fields.TryGetValue(name, out var field) ? field.Type : Any,
        SchemaForm.Map => Element,
        _ => Any,
    };
}

/// <summary>The schema of each kind.</summary>
internal static class KindSchemas
{
    private static readonly IReadOnlyDictionary<string, SchemaType> Types = SchemaParser.Parse(BuiltInTypes.Text);

    /// <summary>All custom resources share one type that allows every field.</summary>
    public static SchemaType Of(ResourceKind kind) => kind.IsCustom ? Types["Custom"] : Types.GetValueOrDefault(kind.Kind, Types["Custom"]);

    public static SchemaType Find(string name) => Types[name];

    public static SchemaType Metadata => Types["ObjectMeta"];
}

/// <summary>A field of a struct.</summary>
/// <param name="Always">Written even when empty, so that it never counts as added (fields without <c>omitempty</c>).</param>
internal sealed record SchemaField(string Name, SchemaType Type, bool Always);

/// <summary>The structure of a value.</summary>
internal enum SchemaForm
{
    /// <summary>A string, number or boolean.</summary>
    Scalar,

    /// <summary>An object with known fields.</summary>
    Struct,

    /// <summary>An object whose keys are data, such as labels.</summary>
    Map,

    List,

    /// <summary>Unknown structure, as of custom resources: objects are merged by key, lists are one value.</summary>
    Any,
}
