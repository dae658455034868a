namespace Release.Sandbox.Kubernetes.Schemas;

/// <summary>The type of each kind.</summary>
internal static class SchemaBook
{
    private static readonly IReadOnlyDictionary<string, SchemaType> Types = SchemaParser.Parse(BuiltInTypes.Text);

    /// <summary>Custom resources have one type: their definitions keep every field.</summary>
    public static SchemaType Of(ResourceKind kind) => kind.IsCustom ? Types["Custom"] : Types.GetValueOrDefault(kind.Kind, Types["Custom"]);

    public static SchemaType Find(string name) => Types[name];

    public static SchemaType Metadata => Types["ObjectMeta"];
}
