using System.Text.Json.Nodes;

namespace Release.Integrations.SmokeTests;

/// <summary>Builds the Workflow that runs a cell's smoke tests from a template (argo-workflows.readthedocs.io, "Workflow Templates").</summary>
internal static class WorkflowManifest
{
    /// <exception cref="SmokeTestSetupException">No template is configured.</exception>
    public static JsonObject Of(SmokeTestRun run, SmokeTestSettings.WorkflowPart part)
    {
        if (part.Template.Length == 0)
        {
            throw new SmokeTestSetupException($"No template is configured for the smoke tests: set {SmokeTestOptions.Section}:Workflow:Template.");
        }

        var template = new JsonObject { ["name"] = part.Template };
        if (part.ClusterScope)
        {
            template["clusterScope"] = true;
        }

        var spec = new JsonObject
        {
            ["workflowTemplateRef"] = template,
            ["arguments"] = new JsonObject
            {
                ["parameters"] = new JsonArray(
                [
                    .. part.Parameters.Select(parameter => new JsonObject
                    {
                        ["name"] = parameter.Key, ["value"] = SmokeTestPlaceholders.Fill(parameter.Value, run),
                    }),
                ]),
            },
            ["activeDeadlineSeconds"] = (long)part.Times.Deadline.TotalSeconds,
            ["ttlStrategy"] = new JsonObject { ["secondsAfterCompletion"] = (long)part.Times.Keep.TotalSeconds },
        };
        if (part.ServiceAccountName is { } account)
        {
            spec["serviceAccountName"] = account;
        }

        return new JsonObject
        {
            ["apiVersion"] = "argoproj.io/v1alpha1",
            ["kind"] = "Workflow",
            ["metadata"] = new JsonObject
            {
                ["name"] = run.Name,
                ["namespace"] = run.Namespace,
                ["labels"] = new JsonObject(run.Labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)JsonValue.Create(label.Value)))),
                ["annotations"] = new JsonObject { [SmokeTestRun.VersionAnnotation] = run.Version.Value },
            },
            ["spec"] = spec,
        };
    }
}
