using System.Text;
using Release.Core.Deployments;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.SmokeTests;

/// <summary>The output of a workflow's pods, as one text and by node.</summary>
internal sealed class WorkflowOutput
{
    private readonly WorkflowNodes _nodes;
    private readonly IReadOnlyList<(Pod Pod, string Title, SmokeTestLog Log)> _logs;

    private WorkflowOutput(WorkflowNodes nodes, IReadOnlyList<(Pod Pod, string Title, SmokeTestLog Log)> logs) => (_nodes, _logs) = (nodes, logs);

    /// <param name="nodes">The workflow's nodes.</param>
    /// <param name="read">Reads a log, by the names of pod and container.</param>
    public static async Task<WorkflowOutput> ReadAsync(WorkflowNodes nodes, Func<string, string?, Task<SmokeTestLog>> read)
    {
        var logs = new List<(Pod, string, SmokeTestLog)>();
        foreach (var (pod, title) in nodes.Pods())
        {
            logs.Add((pod, title, await read(pod.Metadata.Name, WorkflowNodes.TestsContainer(pod))));
        }

        return new WorkflowOutput(nodes, logs);
    }

    /// <summary>All outputs in order, each with its node's name as heading if there are several.</summary>
    public SmokeTestLog Whole(int maxBytes)
    {
        if (_logs.Count == 0)
        {
            return new SmokeTestLog("", "the workflow has no pods; its template's podGC may have deleted them");
        }

        var text = new StringBuilder();
        foreach (var (_, title, log) in _logs.Where(entry => entry.Log.Text.Length > 0))
        {
            _ = _logs.Count > 1 ? text.Append("── ").Append(title).Append(" ──\n") : text;
            _ = text.Append(log.Text).Append(log.Text.EndsWith('\n') ? "" : "\n");
        }

        // Output of one pod is more useful than the note that another pod's log is gone.
        return text.Length > 0
            ? new SmokeTestLog(SmokeTestLogs.End(text.ToString(), maxBytes))
            : _logs.Select(entry => entry.Log).First(log => log.Problem is not null);
    }

    /// <summary>The nodes as sub-steps, including earlier tries.</summary>
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
