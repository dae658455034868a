using System.Globalization;

namespace Release.Sandbox.GitHub.GraphQl;

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
