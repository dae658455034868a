using System.Text.Json.Nodes;

namespace Release.Sandbox.GitHub.GraphQl;

/// <summary>An error of a query or of one of its fields.</summary>
internal sealed class GraphQlException(string message, GraphPosition position) : Exception(message)
{
    public GraphPosition Position => position;

    /// <summary>GitHub's error type, such as <c>NOT_FOUND</c>; null when it has none.</summary>
    public string? Kind { get; init; }

    /// <summary>Path in the response; empty for the whole query.</summary>
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
