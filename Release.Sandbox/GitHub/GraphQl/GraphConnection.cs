using System.Globalization;
using System.Text;

namespace Release.Sandbox.GitHub.GraphQl;

/// <summary>A page of a list by cursors: <c>first</c> or <c>last</c> items between <c>after</c> and <c>before</c>.</summary>
internal sealed class GraphConnection
{
    public const int Most = 100;

    /// <summary>The arguments that every connection takes.</summary>
    public static readonly IReadOnlyList<string> Arguments = ["first", "last", "after", "before"];

    private readonly Lazy<int> _total;
    private readonly Lazy<Page> _page;

    /// <exception cref="GraphQlException">More than the count is selected without <c>first</c> or <c>last</c>, or too many items are requested.</exception>
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

        var (after, before) = (ReadCursor(arguments.Text("after")) ?? 0, ReadCursor(arguments.Text("before")));
        _total = new Lazy<int>(() => all.Count());
        _page = new Lazy<Page>(() =>
        {
            // A cursor is the position of its node, counted from one.
            var end = before - 1 ?? (first is null ? Total : int.MaxValue);
            var start = first is null ? Math.Max(after, end - asked) : after;
            var size = Math.Clamp(end - start, 0, asked);
            var found = all.Skip(start).Take(size + 1).ToList();
            return new Page(start, [.. found.Take(size)], found.Count > size);
        });

        GraphQlException Fail(string kind, string message) => new(message, arguments.Selection.Position) { Kind = kind, At = arguments.Path };
    }

    /// <summary>The total count. The whole list is enumerated only when the count is selected.</summary>
    public int Total => _total.Value;

    public IReadOnlyList<object> Nodes => _page.Value.Nodes;

    public IEnumerable<GraphEdge> Edges => Nodes.Select((node, index) => new GraphEdge(Cursor(_page.Value.Start + index + 1), node));

    public bool HasNext => _page.Value.HasNext;

    public bool HasPrevious => _page.Value.Start > 0;

    public string? EndCursor => Nodes.Count == 0 ? null : Cursor(_page.Value.Start + Nodes.Count);

    public string? StartCursor => Nodes.Count == 0 ? null : Cursor(_page.Value.Start + 1);

    private static string Cursor(int position) =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes($"cursor:{position.ToString(CultureInfo.InvariantCulture)}"));

    private static int? ReadCursor(string? cursor)
    {
        var buffer = new byte[cursor?.Length ?? 0];
        return cursor is not null && Convert.TryFromBase64String(cursor, buffer, out var length)
            && int.TryParse(Encoding.ASCII.GetString(buffer, 0, length).Replace("cursor:", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? position
            : null;
    }

    private sealed record Page(int Start, IReadOnlyList<object> Nodes, bool HasNext);
}

/// <summary>An item of a connection with its cursor.</summary>
internal sealed record GraphEdge(string Cursor, object Node);
