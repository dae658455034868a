using System.Text.Json;
using System.Text.Json.Nodes;
using Release.Sandbox.GitHub.Http;

namespace Release.Sandbox.GitHub.GraphQl;

/// <summary>GraphQL over HTTP. As at GitHub, every query needs a token.</summary>
internal sealed class GraphQlRoutes : IGitHubRoutes
{
    private readonly Lazy<GitHubSchema> _schema = new(() => new GitHubSchema());

    public IEnumerable<GitHubRoute> Routes => [new("POST", "/graphql", AnswerAsync)];

    private async Task<GitHubResponse> AnswerAsync(GitHubRequest call)
    {
        if (call.Identity is null)
        {
            throw new GitHubException(StatusCodes.Status401Unauthorized, "This endpoint requires you to be authenticated.");
        }

        var body = await call.ReadJsonAsync();
        if (body.Text("query") is not { Length: > 0 } query)
        {
            return GitHubResponse.Json(Errors([new GraphQlException("A query attribute must be specified and must be a string.", new GraphPosition(1, 1))]));
        }

        try
        {
            var operation = Choose(GraphParser.Parse(query), body.Text("operationName"));
            var errors = GraphValidation.Check(operation, _schema.Value.Query);
            return GitHubResponse.Json(errors.Count > 0 ? Errors(errors) : await RunAsync(call, operation, body["variables"] as JsonObject ?? []));
        }
        catch (GraphQlException exception)
        {
            return GitHubResponse.Json(Errors([exception]));
        }
    }

    private async Task<JsonNode> RunAsync(GitHubRequest call, GraphOperation operation, JsonObject given)
    {
        var variables = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, otherwise) in operation.Defaults)
        {
            variables[name] = given.ContainsKey(name) ? Plain(given[name]) : otherwise;
            if (ReferenceEquals(otherwise, GraphOperation.Required) && given[name] is null)
            {
                throw new GraphQlException($"Variable ${name} of type was provided invalid value", new GraphPosition(1, 1));
            }
        }

        var execution = new GraphExecution(operation, variables);
        var data = await execution.RunAsync(_schema.Value.Query, call);
        var answer = new JsonObject { ["data"] = data };
        if (execution.Errors.Count > 0)
        {
            answer["errors"] = new JsonArray([.. execution.Errors.Select(error => error.Write())]);
        }

        return answer;
    }

    private static GraphOperation Choose(IReadOnlyList<GraphOperation> operations, string? name)
    {
        var operation = name is null ? operations is [var only] ? only : null : operations.FirstOrDefault(other => other.Name == name);
        return operation switch
        {
            null => throw new GraphQlException("An operation name is required", new GraphPosition(1, 1)),
            { Kind: not "query" } => throw new GraphQlException("The sandbox answers queries only", new GraphPosition(1, 1)),
            _ => operation,
        };
    }

    private static JsonObject Errors(IEnumerable<GraphQlException> errors) => new() { ["errors"] = new JsonArray([.. errors.Select(error => error.Write())]) };

    /// <summary>Converts a JSON variable to the parser's value types.</summary>
    private static object? Plain(JsonNode? node) => node switch
    {
        null => null,
        JsonObject fields => fields.ToDictionary(field => field.Key, field => Plain(field.Value), StringComparer.Ordinal),
        JsonArray items => items.Select(Plain).ToList(),
        _ => node.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => node.GetValue<double>() is var number && double.IsInteger(number) ? (long)number : number,
            _ => node.GetValue<string>(),
        },
    };
}
