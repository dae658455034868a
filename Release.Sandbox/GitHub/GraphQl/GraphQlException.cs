using System.Text.Json.Nodes;

namespace Release.Sandbox.GitHub.GraphQl;

/// <summary>A query that cannot be answered, or a part of it.</summary>
internal sealed class GraphQlException(string message, GraphPosition position) : Exception(message)
{
    public GraphPosition Position => position;

    /// <summary>GitHub's kind of it, such as <c>NOT_FOUND</c>; null where it gives none.</summary>
    public string? Kind { get; init; }

    /// <summary>Where in the answer; empty for the query as a whole.</summary>
    public IReadOnlyList<string> At { get; init; } = [];

    public JsonObject Write()
    {
        var error = new JsonObject();
        if (Kind is not null)
        {
            error["type"] = Kind;
        }

        if (At.Count > 0)
        {
            error["path"] = new JsonArray([.. At.Select(part => (JsonNode)part)]);
        }

        error["locations"] = new JsonArray(new JsonObject { ["line"] = position.Line, ["column"] = position.Column });
        error["message"] = Message;
        return error;
    }
}
