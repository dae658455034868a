using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Release.Sandbox.GitHub.GraphQl;

/// <summary>Executes a validated query. A failed field is null, and its error has the path.</summary>
internal sealed class GraphExecution(GraphOperation operation, IReadOnlyDictionary<string, object?> variables)
{
    private readonly List<GraphQlException> _errors = [];

    public IReadOnlyList<GraphQlException> Errors => _errors;

    public Task<JsonObject> RunAsync(GraphType root, object value) => WriteAsync(operation.Selections, root, value, []);

    private async Task<JsonObject> WriteAsync(IReadOnlyList<GraphSelection> selections, GraphType type, object value, IReadOnlyList<string> path)
    {
        var answer = new JsonObject();
        foreach (var field in Flatten(selections, type))
        {
            var node = await WriteFieldAsync(field, type, value, [.. path, field.Key]);
            if (answer[field.Key] is JsonObject former && node is JsonObject fresh)
            {
                Merge(former, fresh);
            }
            else
            {
                answer[field.Key] = node;
            }
        }

        return answer;
    }

    private async Task<JsonNode?> WriteFieldAsync(GraphSelection field, GraphType type, object value, IReadOnlyList<string> path)
    {
        if (field.Name == "__typename")
        {
            return type.Name;
        }

        try
        {
            var definition = type.Field(field.Name)!;
            var arguments = field.Arguments.ToDictionary(argument => argument.Key, argument => Fill(argument.Value), StringComparer.Ordinal);
            var found = await definition.Resolve(value, new GraphArguments(arguments, field, path));
            return definition.Type is null ? Scalar(found) : await WriteObjectAsync(field, definition.Type, found, path);
        }
        catch (GraphQlException exception)
        {
            _errors.Add(exception);
            return null;
        }
    }

    private async Task<JsonNode?> WriteObjectAsync(GraphSelection field, GraphType type, object? found, IReadOnlyList<string> path)
    {
        if (found is null)
        {
            return null;
        }

        if (found is not IEnumerable items)
        {
            return await WriteAsync(field.Selections, type.Runtime?.Invoke(found) ?? type, found, path);
        }

        var list = new JsonArray();
        foreach (var item in items)
        {
            list.Add(await WriteObjectAsync(field, type, item, [.. path, list.Count.ToString(CultureInfo.InvariantCulture)]));
        }

        return list;
    }

    /// <summary>The fields selected for an object of this type, with fragments expanded.</summary>
    private IEnumerable<GraphSelection> Flatten(IEnumerable<GraphSelection> selections, GraphType type)
    {
        foreach (var selection in selections.Where(IsIncluded))
        {
            if (selection.Condition is null)
            {
                yield return selection;
                continue;
            }

            var fragment = selection.Spread is { } name ? operation.Fragments[name] : selection;
            if (fragment.Condition is not { Length: > 0 } condition || type.Is(condition))
            {
                foreach (var field in Flatten(fragment.Selections, type))
                {
                    yield return field;
                }
            }
        }
    }

    private bool IsIncluded(GraphSelection selection) => selection.Directives.All(directive => directive.Name switch
    {
        "include" => Fill(directive.Arguments.GetValueOrDefault("if")) is true,
        "skip" => Fill(directive.Arguments.GetValueOrDefault("if")) is not true,
        _ => true,
    });

    private object? Fill(object? value) => value switch
    {
        GraphVariable variable => variables.GetValueOrDefault(variable.Name),
        IReadOnlyDictionary<string, object?> fields => fields.ToDictionary(field => field.Key, field => Fill(field.Value), StringComparer.Ordinal),
        IEnumerable<object?> items => items.Select(Fill).ToList(),
        _ => value,
    };

    private static JsonNode? Scalar(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag,
        int number => number,
        long number => number,
        _ => value.ToString(),
    };

    private static void Merge(JsonObject into, JsonObject from)
    {
        foreach (var (key, value) in from.ToList())
        {
            if (into[key] is JsonObject inner && value is JsonObject more)
            {
                Merge(inner, more);
            }
            else
            {
                into[key] = value?.DeepClone();
            }
        }
    }
}
