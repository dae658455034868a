using System.Text.Json.Nodes;
using Release.Sandbox.Controllers;
using Release.Sandbox.Hosting;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Workflows;

/// <summary>Writes a Workflow's pod, nodes and status as Argo's controller does.</summary>
internal static class WorkflowDocument
{
    public const string WorkflowLabel = "workflows.argoproj.io/workflow";
    public const string PhaseLabel = "workflows.argoproj.io/phase";
    public const string CompletedLabel = "workflows.argoproj.io/completed";
    public const string MainContainer = "main";

    private const string Executor = "quay.io/argoproj/argoexec:v3.7.3";

    public static string NodeId(ObjectName workflow, WorkflowPlan plan) =>
        plan.Steps ? $"{workflow.Name}-{Digits(NodeName(workflow, plan))}" : workflow.Name;

    public static string PodName(ObjectName workflow, WorkflowPlan plan) =>
        plan.Steps ? $"{workflow.Name}-{plan.Template}-{Digits(NodeName(workflow, plan))}" : workflow.Name;

    public static JsonObject Pod(ObjectName workflow, string uid, WorkflowPlan plan, JsonNode? spec)
    {
        var labels = plan.Labels.DeepClone().AsObject();
        labels[WorkflowLabel] = workflow.Name;
        labels[CompletedLabel] = "false";
        var main = plan.Container.DeepClone().AsObject();
        main["name"] = MainContainer;
        return new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["namespace"] = workflow.Namespace,
                ["name"] = PodName(workflow, plan),
                ["labels"] = labels,
                ["annotations"] = new JsonObject
                {
                    ["kubectl.kubernetes.io/default-container"] = MainContainer,
                    ["workflows.argoproj.io/node-id"] = NodeId(workflow, plan),
                    ["workflows.argoproj.io/node-name"] = NodeName(workflow, plan),
                },
                ["ownerReferences"] = new JsonArray(OwnerReference.To(ResourceKinds.Workflows, workflow.Name, uid)),
            },
            ["spec"] = new JsonObject
            {
                ["containers"] = new JsonArray(
                    new JsonObject { ["name"] = "wait", ["image"] = Executor, ["command"] = new JsonArray("argoexec", "wait") },
                    main),
                ["restartPolicy"] = "Never",
                ["serviceAccountName"] = spec?["serviceAccountName"].Text() is { Length: > 0 } account ? account : "default",
            },
            ["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = "BestEffort" },
        };
    }

    public static JsonObject Nodes(ObjectName workflow, WorkflowPlan plan, WorkflowProgress progress)
    {
        var id = NodeId(workflow, plan);
        var pod = Node(id, NodeName(workflow, plan), plan.DisplayName, "Pod", plan.Template, progress);
        SetMessage(pod, progress.PodMessage);
        if (progress.ExitCode is { } code)
        {
            pod["outputs"] = new JsonObject { ["exitCode"] = $"{code}" };
        }

        if (!plan.Steps)
        {
            return new JsonObject { [id] = pod };
        }

        var (rootName, groupName) = (workflow.Name, $"{workflow.Name}[0]");
        var groupId = $"{workflow.Name}-{Digits(groupName)}";
        var root = Node(rootName, rootName, rootName, "Steps", plan.Entrypoint, progress);
        root["children"] = new JsonArray(groupId);
        root["outboundNodes"] = new JsonArray(id);
        var group = Node(groupId, groupName, "[0]", "StepGroup", "", progress);
        group["boundaryID"] = rootName;
        group["children"] = new JsonArray(id);
        pod["boundaryID"] = rootName;
        foreach (var node in new[] { root, group })
        {
            SetMessage(node, progress.Message);
            if (progress.Phase == "Pending")
            {
                node["phase"] = "Running";
            }
        }

        return new JsonObject { [rootName] = root, [groupId] = group, [id] = pod };
    }

    private static void SetMessage(JsonObject node, string? message)
    {
        if (message is not null)
        {
            node["message"] = message;
        }
    }

    private static JsonObject Node(string id, string name, string displayName, string type, string template, WorkflowProgress progress)
    {
        var node = new JsonObject
        {
            ["id"] = id,
            ["name"] = name,
            ["displayName"] = displayName,
            ["type"] = type,
            ["templateScope"] = "local/",
            ["phase"] = progress.Phase,
            ["startedAt"] = Rfc3339.Format(progress.StartedAt),
            ["finishedAt"] = progress.FinishedAt is { } finished ? Rfc3339.Format(finished) : null,
            ["progress"] = progress.Share,
        };
        if (template.Length > 0)
        {
            node["templateName"] = template;
        }

        return node;
    }

    private static string NodeName(ObjectName workflow, WorkflowPlan plan) => plan.Steps ? $"{workflow.Name}[0].{plan.DisplayName}" : workflow.Name;

    /// <summary>Argo's node ids end with a hash of the node's name (FNV-1a).</summary>
    private static string Digits(string text)
    {
        var hash = 2166136261u;
        foreach (var letter in text)
        {
            hash = (hash ^ letter) * 16777619u;
        }

        return hash.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}

/// <summary>The progress of a Workflow.</summary>
/// <param name="Phase">Pending, Running, Succeeded, Failed or Error.</param>
/// <param name="Message">Message of the Workflow; null for none.</param>
/// <param name="PodMessage">Message of the container's node.</param>
/// <param name="ExitCode">Exit code of the container; null while it runs, or when it was stopped.</param>
internal sealed record WorkflowProgress(
    string Phase, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt = null, string? Message = null, string? PodMessage = null, int? ExitCode = null)
{
    public bool IsEnded => Phase is "Succeeded" or "Failed" or "Error";

    /// <summary>Completed steps and total steps.</summary>
    public string Share => Phase == "Succeeded" ? "1/1" : "0/1";
}
