namespace Release.Sandbox.Kubernetes.Schemas;

/// <summary>
/// What the API server knows of a type: enough to merge (structured-merge-diff's list and map types), to find unknown fields and
/// to describe it in OpenAPI.
/// </summary>
internal sealed class SchemaType(string name, SchemaForm form)
{
    public static readonly SchemaType Any = new("any", SchemaForm.Any);

    public static readonly SchemaType Text = new("string", SchemaForm.Scalar);

    /// <summary>Of a struct the type's name, of a scalar OpenAPI's.</summary>
    public string Name { get; } = name;

    public SchemaForm Form { get; } = form;

    /// <summary>OpenAPI's <c>format</c> of a scalar.</summary>
    public string? Format { get; init; }

    /// <summary>Of a struct. Filled after the type is made, because types refer to one another.</summary>
    public Dictionary<string, SchemaField> Fields { get; private init; } = new(StringComparer.Ordinal);

    /// <summary>Of a list or map.</summary>
    public SchemaType Element { get; init; } = Any;

    /// <summary>One value with one owner, for server-side apply.</summary>
    public bool Atomic { get; init; }

    /// <summary>Fields that tell the items of a list apart; empty for other lists.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>A list of scalars each of which has an owner.</summary>
    public bool IsSet { get; init; }

    /// <summary>The field by which a strategic merge patch tells items apart; null when it replaces the list.</summary>
    public string? MergeKey { get; init; }

    /// <summary>The same as one value. Shares the fields, which may not be known yet.</summary>
    public SchemaType AsAtomic() => new(Name, Form) { Atomic = true, Fields = Fields, Element = Element, Format = Format };

    public SchemaType FieldType(string name) => Form switch
    {
        SchemaForm.Struct => Fields.TryGetValue(name, out var field) ? field.Type : Any,
        SchemaForm.Map => Element,
        _ => Any,
    };
}

/// <summary>The type of each kind.</summary>
internal static class SchemaBook
{
    private static readonly IReadOnlyDictionary<string, SchemaType> Types = SchemaParser.Parse(BuiltInTypes.Text);

    /// <summary>Custom resources have one type: their definitions keep every field.</summary>
    public static SchemaType Of(ResourceKind kind) => kind.IsCustom ? Types["Custom"] : Types.GetValueOrDefault(kind.Kind, Types["Custom"]);

    public static SchemaType Find(string name) => Types[name];

    public static SchemaType Metadata => Types["ObjectMeta"];
}

/// <summary>A field of a struct.</summary>
/// <param name="Always">Written even when empty, so that it is never "added" (fields without <c>omitempty</c>).</param>
internal sealed record SchemaField(string Name, SchemaType Type, bool Always);

/// <summary>How a value is built.</summary>
internal enum SchemaForm
{
    /// <summary>A text, number or truth.</summary>
    Scalar,

    /// <summary>An object with known fields.</summary>
    Struct,

    /// <summary>An object whose keys are data, such as labels.</summary>
    Map,

    List,

    /// <summary>Nothing is known: objects are merged key by key, lists are one value. So are custom resources.</summary>
    Any,
}
