using System.Globalization;

namespace Release.Sandbox.GitHub.GraphQl;

/// <summary>A type of the schema; fields are added after it is made, because types refer to each other.</summary>
/// <param name="interfaces">What it is as well.</param>
internal sealed class GraphType(string name, params IReadOnlyList<GraphType> interfaces)
{
    private readonly Dictionary<string, GraphField> _fields = new(StringComparer.Ordinal);
    private readonly List<GraphType> _kinds = [];

    public string Name => name;

    /// <summary>Tells which type an interface's object is; null for a type that is none.</summary>
    public Func<object, GraphType>? Runtime { get; init; }

    public GraphField? Field(string field) => _fields.GetValueOrDefault(field) ?? interfaces.Select(kind => kind.Field(field)).FirstOrDefault(found => found is not null);

    public bool Is(string type) => name == type || interfaces.Any(kind => kind.Is(type));

    /// <summary>A type that a fragment within this one may be for.</summary>
    public GraphType? Narrow(string type) => Is(type) ? this : _kinds.Find(kind => kind.Name == type);

    /// <summary>Says which types implement this interface.</summary>
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
/// <param name="Arguments">The names it takes.</param>
/// <param name="Resolve">From the object that has the field; a list for a list, null for nothing.</param>
internal sealed record GraphField(GraphType? Type, IReadOnlyList<string> Arguments, Func<object, GraphArguments, ValueTask<object?>> Resolve);

/// <summary>A field's arguments with the variables filled in.</summary>
internal sealed record GraphArguments(IReadOnlyDictionary<string, object?> Values, GraphSelection Selection, IReadOnlyList<string> Path)
{
    public string? Text(string name) => Values.GetValueOrDefault(name)?.ToString();

    public int? Number(string name) => Values.GetValueOrDefault(name) is { } value ? Convert.ToInt32(value, CultureInfo.InvariantCulture) : null;

    /// <summary>A list; GraphQL takes one value for a list of one. Empty when it is not given.</summary>
    public IReadOnlyList<string> List(string name) => Values.GetValueOrDefault(name) switch
    {
        null => [],
        IEnumerable<object?> items => [.. items.Select(item => item?.ToString() ?? "")],
        var single => [single.ToString()!],
    };

    /// <summary>A field of an argument that is an object.</summary>
    public string? Text(string name, string field) =>
        Values.GetValueOrDefault(name) is IReadOnlyDictionary<string, object?> fields ? fields.GetValueOrDefault(field)?.ToString() : null;
}
