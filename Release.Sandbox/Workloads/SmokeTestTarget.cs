using System.Text.Json.Nodes;
using Release.Sandbox.Controllers;

namespace Release.Sandbox.Workloads;

/// <summary>The application that a smoke test pod tests: from its first container's environment or arguments, or from a label.</summary>
internal sealed record SmokeTestTarget(string Application)
{
    public const string Component = "smoke-test";
    private const string Argument = "--application=";
    private const string Label = "release.dev/application";

    /// <summary>Null for a pod that is not a smoke test.</summary>
    public static SmokeTestTarget? Of(JsonNode? container, IReadOnlyDictionary<string, string> labels)
    {
        var application = FromVariables(container) ?? FromArguments(container);
        if (application is null && labels.GetValueOrDefault("app.kubernetes.io/component") == Component)
        {
            application = labels.GetValueOrDefault(Label);
        }

        return application is null ? null : new SmokeTestTarget(application);
    }

    private static string? FromVariables(JsonNode? container)
    {
        foreach (var variable in container?["env"] as JsonArray ?? [])
        {
            if (variable?["name"].Text() == "APPLICATION" && variable["value"].Text() is { Length: > 0 } value)
            {
                return value;
            }
        }

        return null;
    }

    private static string? FromArguments(JsonNode? container)
    {
        foreach (var argument in (container?["args"] as JsonArray ?? []).Concat(container?["command"] as JsonArray ?? []))
        {
            var text = argument.Text();
            if (text.StartsWith(Argument, StringComparison.Ordinal))
            {
                return text[Argument.Length..];
            }
        }

        return null;
    }
}
