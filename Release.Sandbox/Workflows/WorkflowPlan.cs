using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Release.Sandbox.Controllers;
using Release.Sandbox.Kubernetes;
using Release.Sandbox.Kubernetes.Storage;

namespace Release.Sandbox.Workflows;

/// <summary>
/// What a Workflow runs: the container of its entrypoint, or of the entrypoint's first step, with parameters substituted.
/// Other features of Argo are not supported.
/// </summary>
/// <param name="Steps">Whether the entrypoint is a steps template, whose node contains the container's node.</param>
/// <param name="DisplayName">Display name of the container's node.</param>
internal sealed partial record WorkflowPlan(bool Steps, string Entrypoint, string Template, string DisplayName, JsonObject Container, JsonObject Labels)
{
    /// <exception cref="WorkflowPlanException">The Workflow cannot run; the message is Argo's.</exception>
    public static WorkflowPlan Of(ObjectStore store, ObjectName name, JsonObject content)
    {
        var spec = content["spec"] as JsonObject ?? [];
        var source = spec["workflowTemplateRef"]?["name"].Text() is { Length: > 0 } reference
            ? store.Find(ResourceKinds.WorkflowTemplates, name.Namespace, reference)?.Read()["spec"] as JsonObject
                ?? throw new WorkflowPlanException($"workflowtemplates.argoproj.io \"{reference}\" not found")
            : spec;
        var entrypoint = Text(spec["entrypoint"]) ?? Text(source["entrypoint"]) ?? throw new WorkflowPlanException("invalid spec: spec.entrypoint is required");
        var first = Find(source, entrypoint);
        var step = first["steps"]?[0]?[0];
        var template = step is null ? first : Find(source, step["template"].Text());
        var container = template["container"]?.DeepClone() as JsonObject
            ?? throw new WorkflowPlanException($"invalid spec: templates.{template["name"].Text()} has no container");
        Fill(container, Parameters(spec, source, name));
        return new WorkflowPlan(
            step is not null,
            entrypoint,
            template["name"].Text(),
            step is null ? name.Name : step["name"].Text(),
            container,
            template["metadata"]?["labels"]?.DeepClone() as JsonObject ?? []);
    }

    private static JsonNode Find(JsonObject source, string name) =>
        (source["templates"] as JsonArray ?? []).FirstOrDefault(template => template?["name"].Text() == name)
        ?? throw new WorkflowPlanException($"invalid spec: template name '{name}' undefined");

    private static Dictionary<string, string> Parameters(JsonObject spec, JsonObject source, ObjectName name)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["workflow.name"] = name.Name,
            ["workflow.namespace"] = name.Namespace,
        };
        foreach (var parameter in (source["arguments"]?["parameters"] as JsonArray ?? []).Concat(spec["arguments"]?["parameters"] as JsonArray ?? []))
        {
            if (parameter?["value"]?.ToString() is { } value)
            {
                parameters[$"workflow.parameters.{parameter["name"].Text()}"] = value;
            }
        }

        foreach (var declared in source["arguments"]?["parameters"] as JsonArray ?? [])
        {
            var wanted = declared?["name"].Text() ?? "";
            if (!parameters.ContainsKey($"workflow.parameters.{wanted}"))
            {
                throw new WorkflowPlanException($"invalid spec: spec.arguments.{wanted}.value or spec.arguments.{wanted}.valueFrom is required");
            }
        }

        return parameters;
    }

    private static void Fill(JsonNode node, Dictionary<string, string> parameters)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var (key, value) in fields.ToList())
                {
                    fields[key] = Filled(value, parameters);
                }

                break;
            case JsonArray items:
                for (var index = 0; index < items.Count; index++)
                {
                    items[index] = Filled(items[index], parameters);
                }

                break;
        }
    }

    private static JsonNode? Filled(JsonNode? value, Dictionary<string, string> parameters)
    {
        if (value is JsonValue text && text.TryGetValue<string>(out var given))
        {
            return JsonValue.Create(Reference().Replace(given, match => parameters.GetValueOrDefault(match.Groups["name"].Value, match.Value)));
        }

        var copy = value?.DeepClone();
        if (copy is not null)
        {
            Fill(copy, parameters);
        }

        return copy;
    }

    private static string? Text(JsonNode? node) => node.Text() is { Length: > 0 } text ? text : null;

    [GeneratedRegex(@"\{\{\s*(?<name>[A-Za-z0-9._-]+)\s*\}\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 200)]
    private static partial Regex Reference();
}

/// <summary>A Workflow cannot run; the message is Argo's.</summary>
internal sealed class WorkflowPlanException(string message) : Exception(message);
