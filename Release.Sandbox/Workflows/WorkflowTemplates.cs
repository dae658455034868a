using System.Text.Json.Nodes;
using Release.Sandbox.Kubernetes;
using Release.Sandbox.Kubernetes.Storage;
using Release.Sandbox.Settings;
using Release.Sandbox.Workloads;

namespace Release.Sandbox.Workflows;

/// <summary>The WorkflowTemplate of smoke tests: one step with one container.</summary>
internal static class WorkflowTemplates
{
    private const string SmokeTest = SandboxSmokeTests.WorkflowTemplate;
    private const string Step = "playwright";

    public static void Install(ObjectStore store, IEnumerable<string> namespaces)
    {
        foreach (var name in namespaces)
        {
            store.Create(ResourceKinds.WorkflowTemplates, new JsonObject
            {
                ["metadata"] = new JsonObject { ["namespace"] = name, ["name"] = SmokeTest },
                ["spec"] = Spec(),
            });
        }
    }

    private static JsonObject Spec() => new()
    {
        ["entrypoint"] = SmokeTest,
        ["arguments"] = new JsonObject
        {
            ["parameters"] = new JsonArray(Parameter("application"), Parameter("environment", ""), Parameter("version", "")),
        },
        ["templates"] = new JsonArray(
            new JsonObject
            {
                ["name"] = SmokeTest,
                ["steps"] = new JsonArray(new JsonArray(new JsonObject { ["name"] = Step, ["template"] = Step })),
            },
            new JsonObject
            {
                ["name"] = Step,
                ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app.kubernetes.io/component"] = SmokeTestTarget.Component } },
                ["container"] = new JsonObject
                {
                    ["image"] = SandboxSmokeTests.Image,
                    ["command"] = new JsonArray("yarn", "playwright", "test"),
                    ["args"] = new JsonArray("--grep", "@app-{{workflow.parameters.application}}"),
                    ["env"] = new JsonArray(Variable("APPLICATION"), Variable("ENVIRONMENT"), Variable("VERSION")),
                },
            }),
    };

    private static JsonObject Parameter(string name, string? value = null)
    {
        var parameter = new JsonObject { ["name"] = name };
        if (value is not null)
        {
            parameter["value"] = value;
        }

        return parameter;
    }

    private static JsonObject Variable(string name) => new()
    {
        ["name"] = name,
        ["value"] = $"{{{{workflow.parameters.{name.ToLowerInvariant()}}}}}",
    };
}
