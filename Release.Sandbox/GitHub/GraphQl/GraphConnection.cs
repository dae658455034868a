using System.Globalization;
using System.Text;

namespace Release.Sandbox.GitHub.GraphQl;

/// <summary>A page of a list, by cursors: <c>first</c> and <c>after</c>, or <c>last</c> from its end.</summary>
internal sealed class GraphConnection
{
    public const int Most = 100;

    /// <summary>The arguments that every connection takes.</summary>
    public static readonly IReadOnlyList<string> Arguments = ["first", "last", "after", "before"];

    private readonly IEnumerable<object> _all;
    private readonly int _start;
    private readonly int _size;

    /// <exception cref="GraphQlException">Neither <c>first</c> nor <c>last</c> is given though more than the count is wanted, or too many are asked for.</exception>
    public GraphConnection(IEnumerable<object> all, GraphArguments arguments)
    {
        var name = arguments.Selection.Name;
        var (first, last) = (arguments.Number("first"), arguments.Number("last"));
        var isCounted = arguments.Selection.Selections.All(field => field.Name is "totalCount" or "__typename");
        var asked = first ?? last ?? (isCounted ? 0 : (int?)null) ?? throw Fail("MISSING_PAGINATION_BOUNDARIES", $"You must provide a `first` or `last` value to properly paginate the `{name}` connection.");
        if (asked is < 0 or > Most)
        {
            throw Fail("EXCESSIVE_PAGINATION", $"Requesting {asked} records on the `{name}` connection exceeds the `{(first is null ? "last" : "first")}` limit of {Most} records.");
        }

        _all = all;
        _size = asked;
        _start = first is null ? Math.Max(0, Total - asked) : ReadCursor(arguments.Text("after"));

        GraphQlException Fail(string kind, string message) => new(message, arguments.Selection.Position) { Kind = kind, At = arguments.Path };
    }

    public int Total => _all.Count();

    public IReadOnlyList<object> Nodes => [.. _all.Skip(_start).Take(_size)];

    public IEnumerable<GraphEdge> Edges => Nodes.Select((node, index) => new GraphEdge(Cursor(_start + index + 1), node));

    public bool HasNext => _all.Skip(_start + _size).Any();

    public bool HasPrevious => _start > 0;

    public string? EndCursor => Nodes.Count == 0 ? null : Cursor(_start + Nodes.Count);

    public string? StartCursor => Nodes.Count == 0 ? null : Cursor(_start + 1);

    private static string Cursor(int position) =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes($"cursor:{position.ToString(CultureInfo.InvariantCulture)}"));

    private static int ReadCursor(string? cursor)
    {
        var buffer = new byte[cursor?.Length ?? 0];
        return cursor is not null && Convert.TryFromBase64String(cursor, buffer, out var length)
            && int.TryParse(Encoding.ASCII.GetString(buffer, 0, length).Replace("cursor:", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? position
            : 0;
    }
}
