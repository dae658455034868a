using System.Text.Json.Nodes;
using Release.Sandbox.Controllers;

namespace Release.Sandbox.Workloads;

/// <summary>A <c>metav1.LabelSelector</c>.</summary>
internal static class Selector
{
    public static bool Matches(JsonNode? selector, IReadOnlyDictionary<string, string> labels)
    {
        foreach (var (key, value) in selector?["matchLabels"] as JsonObject ?? [])
        {
            if (labels.GetValueOrDefault(key) != value.Text())
            {
                return false;
            }
        }

        foreach (var expression in selector?["matchExpressions"] as JsonArray ?? [])
        {
            if (!MatchesExpression(expression!, labels))
            {
                return false;
            }
        }

        return true;
    }

    private static bool MatchesExpression(JsonNode expression, IReadOnlyDictionary<string, string> labels)
    {
        var found = labels.TryGetValue(expression["key"].Text(), out var label);
        var listed = found && (expression["values"] as JsonArray ?? []).Any(value => value.Text() == label);
        return expression["operator"].Text() switch
        {
            "In" => listed,
            "NotIn" => !listed,
            "Exists" => found,
            _ => !found,
        };
    }
}
