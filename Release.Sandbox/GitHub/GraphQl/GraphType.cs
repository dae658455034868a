using System.Globalization;

namespace Release.Sandbox.GitHub.GraphQl;

/// <summary>A type of the schema; fields are added after construction, because types refer to each other.</summary>
/// <param name="interfaces">The interfaces that it implements.</param>
internal sealed class GraphType(string name, params IReadOnlyList<GraphType> interfaces)
{
    private readonly Dictionary<string, GraphField> _fields = new(StringComparer.Ordinal);
    private readonly List<GraphType> _kinds = [];

    public string Name => name;

    /// <summary>Finds the concrete type of an interface's object; null for a type that is no interface.</summary>
    public Func<object, GraphType>? Runtime { get; init; }

    public GraphField? Field(string field) => _fields.GetValueOrDefault(field) ?? interfaces.Select(kind => kind.Field(field)).FirstOrDefault(found => found is not null);

    public bool Is(string type) => name == type || interfaces.Any(kind => kind.Is(type));

    /// <summary>Whether a fragment on that type can apply within this one.</summary>
    public GraphType? Narrow(string type) => Is(type) ? this : _kinds.Find(kind => kind.Name == type);

    /// <summary>Sets the types that implement this interface.</summary>
    public void Implemented(params IEnumerable<GraphType> kinds) => _kinds.AddRange(kinds);

    public GraphType Scalar<T>(string field, Func<T, object?> resolve, params IReadOnlyList<string> arguments) =>
        Add(field, new GraphField(null, arguments, (parent, _) => new(resolve((T)parent))));

    public GraphType Object<T>(string field, GraphType type, Func<T, object?> resolve) =>
        Add(field, new GraphField(type, [], (parent, _) => new(resolve((T)parent))));

    public GraphType Object<T>(string field, GraphType type, Func<T, GraphArguments, object?> resolve, params IReadOnlyList<string> arguments) =>
        Add(field, new GraphField(type, arguments, (parent, values) => new(resolve((T)parent, values))));

    public GraphType Add(string field, GraphField definition)
    {
        _fields.Add(field, definition);
        return this;
    }
}

/// <summary>A field of a type.</summary>
/// <param name="Type">Null for a scalar.</param>
/// <param name="Arguments">Names of the arguments it accepts.</param>
/// <param name="Resolve">Gets the value from the object that has the field; a list for a list type.</param>
internal sealed record GraphField(GraphType? Type, IReadOnlyList<string> Arguments, Func<object, GraphArguments, ValueTask<object?>> Resolve);

/// <summary>A field's arguments with the variables filled in.</summary>
internal sealed record GraphArguments(IReadOnlyDictionary<string, object?> Values, GraphSelection Selection, IReadOnlyList<string> Path)
{
    public string? Text(string name) => Values.GetValueOrDefault(name)?.ToString();

    public int? Number(string name) => Values.GetValueOrDefault(name) is { } value ? Convert.ToInt32(value, CultureInfo.InvariantCulture) : null;

    /// <summary>A list argument; GraphQL accepts a single value as a list of one. Empty when not given.</summary>
    public IReadOnlyList<string> List(string name) => Values.GetValueOrDefault(name) switch
    {
        null => [],
        IEnumerable<object?> items => [.. items.Select(item => item?.ToString() ?? "")],
        var single => [single.ToString()!],
    };

    /// <summary>A field of an input object.</summary>
    public string? Text(string name, string field) =>
        Values.GetValueOrDefault(name) is IReadOnlyDictionary<string, object?> fields ? fields.GetValueOrDefault(field)?.ToString() : null;
}
