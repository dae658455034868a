using System.Text;
using Release.Core.Deployments;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.SmokeTests;

/// <summary>What a workflow's pods have written, as one text and node by node.</summary>
internal sealed class WorkflowOutput
{
    private readonly WorkflowNodes _nodes;
    private readonly IReadOnlyList<(Pod Pod, string Title, SmokeTestLog Log)> _logs;

    private WorkflowOutput(WorkflowNodes nodes, IReadOnlyList<(Pod Pod, string Title, SmokeTestLog Log)> logs) => (_nodes, _logs) = (nodes, logs);

    /// <param name="nodes">The workflow's.</param>
    /// <param name="read">Reads a pod's log, by its and its container's name.</param>
    public static async Task<WorkflowOutput> ReadAsync(WorkflowNodes nodes, Func<string, string?, Task<SmokeTestLog>> read)
    {
        var logs = new List<(Pod, string, SmokeTestLog)>();
        foreach (var (pod, title) in nodes.Pods())
        {
            logs.Add((pod, title, await read(pod.Metadata.Name, WorkflowNodes.TestsContainer(pod))));
        }

        return new WorkflowOutput(nodes, logs);
    }

    /// <summary>One after the other, each headed by its node's name where there are several.</summary>
    public SmokeTestLog Whole(int maxBytes)
    {
        if (_logs.Count == 0)
        {
            return new SmokeTestLog("", "there are no pods of the workflow (any more); its template's podGC may delete them");
        }

        var text = new StringBuilder();
        foreach (var (_, title, log) in _logs.Where(entry => entry.Log.Text.Length > 0))
        {
            _ = _logs.Count > 1 ? text.Append("── ").Append(title).Append(" ──\n") : text;
            _ = text.Append(log.Text).Append(log.Text.EndsWith('\n') ? "" : "\n");
        }

        // What one pod wrote is worth more than the note that another's log is gone.
        return text.Length > 0
            ? new SmokeTestLog(SmokeTestLogs.End(text.ToString(), maxBytes))
            : _logs.Select(entry => entry.Log).First(log => log.Problem is not null);
    }

    /// <summary>The nodes as sub-steps, earlier tries too.</summary>
    public IReadOnlyList<StepTaskReport> Tasks() => [.. _nodes.All.Select(Task)];

    private StepTaskReport Task(ArgoWorkflow.Node node)
    {
        var phase = node.Phase switch
        {
            "Succeeded" or "Skipped" or "Omitted" => StepTaskPhase.Succeeded,
            "Failed" or "Error" => StepTaskPhase.Failed,
            "Running" => StepTaskPhase.Running,
            _ => StepTaskPhase.Pending,
        };
        var pod = _nodes.PodOf(node);
        var log = _logs.Where(entry => pod is not null && entry.Pod == pod).Select(entry => entry.Log.Text).FirstOrDefault(text => text.Length > 0);
        return new StepTaskReport(
            "Workflow node",
            WorkflowNodes.Title(node),
            phase,
            node.Message,
            node.StartedAt,
            node.FinishedAt,
            log,
            log is null || phase != StepTaskPhase.Failed ? null : SmokeTestAnswer.FailingLine(log));
    }
}
