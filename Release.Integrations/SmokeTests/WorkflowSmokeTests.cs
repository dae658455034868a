using System.Text.Json.Nodes;
using Release.Core.Applications;
using Release.Core.Failures;
using Release.Core.Pipeline;
using Release.Integrations.Kubernetes.Connection;
using Release.Integrations.Kubernetes.Objects;
using Release.Integrations.Kubernetes.Workloads;

namespace Release.Integrations.SmokeTests;

/// <summary>
/// Runs the tests as an Argo Workflow created from a <c>WorkflowTemplate</c>, as GOV.UK does (contracts §6). All state is
/// read from the API server each time.
/// </summary>
internal sealed class WorkflowSmokeTests(IClusterClients clients, ApplicationPlacements placements, ObservedRuns runs, TimeProvider clock) : ISmokeTestRunner
{
    private const string WorkflowLabel = "workflows.argoproj.io/workflow";

    public SmokeTestKind Kind => SmokeTestKind.Workflow;

    public async Task<SmokeTestResult> RunAsync(
        Cell cell, ImageTag version, string run, SmokeTestSettings settings, CancellationToken cancellationToken)
    {
        var part = settings.Workflow;
        var own = new SmokeTestRun(cell, version, run, placements.Of(cell.Application).Namespace, part.Namespace);
        var observed = runs.Of(own);
        var client = clients.For(cell.Environment);
        var workflows = new SmokeTestObjects<ArgoWorkflow>(client, WorkflowResourceKinds.Workflows, "Workflow");
        var (workflow, instead) = await BeginAsync(workflows, own, observed, part, cancellationToken);
        if (workflow is null)
        {
            return instead!;
        }

        var pods = await client.ListAsync(ResourceKinds.Pods, new ObjectSelection(own.Namespace, $"{WorkflowLabel}={own.Name}"), cancellationToken);
        var nodes = new WorkflowNodes(workflow, pods.Items);
        var logs = new SmokeTestLogs(client, settings.MaxOutputBytes);
        if (WorkflowOutcome.Of(workflow, nodes, part, observed.Trouble) is { } verdict)
        {
            var all = await WorkflowOutput.ReadAsync(nodes, (pod, container) => logs.AllAsync(own.Namespace, pod, container, cancellationToken));
            return verdict.With(all.Whole(settings.MaxOutputBytes), observed) with { Tasks = all.Tasks() };
        }

        if ((WorkflowOutcome.Hopeless(nodes) ?? NotTakenUp(workflow, part)) is { } hopeless)
        {
            return await workflows.EndEarlyAsync(own, observed, hopeless, cancellationToken);
        }

        var (doing, isHeldUp) = WorkflowOutcome.Doing(workflow, nodes);
        observed.Trouble = isHeldUp ? doing : null;
        var now = await WorkflowOutput.ReadAsync(nodes, (pod, container) => logs.TailAsync(own.Namespace, pod, container, cancellationToken));
        observed.Output = now.Whole(settings.MaxOutputBytes) is { Problem: null } log ? log.Text : observed.Output;
        return SmokeTestObjects<ArgoWorkflow>.Running(doing, observed.Output) with { Tasks = now.Tasks() };
    }

    private static async Task<(ArgoWorkflow? Workflow, SmokeTestResult? Instead)> BeginAsync(
        SmokeTestObjects<ArgoWorkflow> workflows, SmokeTestRun run, ObservedRun observed, SmokeTestSettings.WorkflowPart part, CancellationToken cancellationToken)
    {
        try
        {
            return await workflows.FindOrBeginAsync(run, observed, () => WorkflowManifest.Of(run, part), cancellationToken);
        }
        catch (OutsideException exception) when (exception.Kind == FailureKind.NotFound)
        {
            // The API server does not know the kind Workflow.
            throw new SmokeTestSetupException(
                $"Argo Workflows is not installed in {run.Cell.Environment} to run the smoke tests: {exception.Message} Install it, or set another {SmokeTestOptions.Section}:Kind.", exception);
        }
    }

    private string? NotTakenUp(ArgoWorkflow workflow, SmokeTestSettings.WorkflowPart part) =>
        string.IsNullOrEmpty(workflow.Status?.Phase) && clock.GetUtcNow() - (workflow.Metadata.CreationTimestamp ?? DateTimeOffset.MaxValue) > part.Times.Start
            ? $"Argo did not start the smoke tests within {part.Times.Start.TotalSeconds:0} seconds: check that its workflow controller runs and manages {workflow.Metadata.Namespace}"
            : null;
}

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
