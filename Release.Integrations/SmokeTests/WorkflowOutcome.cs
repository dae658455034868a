using System.Text.RegularExpressions;
using Release.Core.Pipeline;

namespace Release.Integrations.SmokeTests;

/// <summary>Decides how a workflow ended, and describes what it does until then (Argo's phases; exit codes as in contracts §6).</summary>
internal static partial class WorkflowOutcome
{
    /// <returns>Null until it has ended.</returns>
    public static SmokeTestVerdict? Of(ArgoWorkflow workflow, WorkflowNodes nodes, SmokeTestSettings.WorkflowPart part, string? trouble)
    {
        var status = workflow.Status;
        return status?.Phase switch
        {
            "Succeeded" => SmokeTestVerdict.Passed,
            "Failed" or "Error" when IsTooLong(status, nodes, part) => JobOutcome.TooLong(part.Times.Deadline, trouble),
            "Failed" => OfNodes(status, nodes),
            "Error" => CouldNotRun($"Argo could not run the smoke tests: {Why(status, nodes)}"),
            _ when workflow.Metadata.DeletionTimestamp is not null =>
                CouldNotRun($"Workflow {workflow.Metadata.Name} was deleted before the smoke tests had ended"),
            _ => null,
        };
    }

    /// <summary>Why waiting longer would not help: a pod cannot be started, for which Argo itself would wait until the deadline.</summary>
    public static string? Hopeless(WorkflowNodes nodes) => nodes.Current
        .Where(node => node.Phase == "Pending" && node.Message is { Length: > 0 } message && PodOutcome.IsHopeless(message.Split(':', ' ')[0]))
        .Select(node => $"The pod of {WorkflowNodes.Title(node)} cannot be started: {node.Message}").FirstOrDefault();

    /// <summary>What the workflow does now, in words without a full stop, and whether it is delayed.</summary>
    public static (string Doing, bool IsHeldUp) Doing(ArgoWorkflow workflow, WorkflowNodes nodes)
    {
        var status = workflow.Status;
        if (string.IsNullOrEmpty(status?.Phase))
        {
            return ($"Workflow {workflow.Metadata.Name} waits for Argo to start it", true);
        }

        if (nodes.Current.FirstOrDefault(node => node.Phase == "Running") is { } running)
        {
            return ($"Argo runs {WorkflowNodes.Title(running)} of workflow {workflow.Metadata.Name}", false);
        }

        return nodes.Current.FirstOrDefault(node => node.Phase == "Pending") is { } pending
            ? ($"{WorkflowNodes.Title(pending)} of workflow {workflow.Metadata.Name} is waiting to be started{After(pending.Message)}", true)
            : ($"Workflow {workflow.Metadata.Name} is {status.Phase.ToLowerInvariant()}{After(status.Message)}", status.Phase == "Pending");
    }

    private static SmokeTestVerdict OfNodes(ArgoWorkflow.StatusPart status, WorkflowNodes nodes)
    {
        if (Shutdown().IsMatch(status.Message ?? ""))
        {
            return CouldNotRun($"The workflow of the smoke tests was stopped by somebody: {status.Message}");
        }

        ArgoWorkflow.Node[] bad = [.. nodes.Current.Where(node => node.Phase is "Failed" or "Error")];
        ArgoWorkflow.Node[] tests = [.. bad.Where(node => !nodes.IsExitHandler(node))];
        if (tests.Length == 0)
        {
            return CouldNotRun(bad.Length == 0
                ? $"Argo failed before any of the smoke tests ran: {status.Message ?? "it gives no reason"}"
                : $"The smoke tests' exit handler failed: {Describe(nodes, bad[0])}");
        }

        return Array.Find(tests, node => node.Phase == "Failed" && nodes.ExitCode(node) == 1) is { } failed
            ? new SmokeTestVerdict(SmokeTestOutcome.Failed, $"The smoke tests failed (exit code 1 in {WorkflowNodes.Title(failed)})")
            : CouldNotRun($"The smoke tests could not run: {Describe(nodes, tests[0])}");
    }

    private static string Why(ArgoWorkflow.StatusPart status, WorkflowNodes nodes) =>
        status.Message is { Length: > 0 } message
            ? message
            : nodes.Current.FirstOrDefault(node => node.Phase is "Error" or "Failed") is { } node ? Describe(nodes, node) : "it gives no reason";

    private static string Describe(WorkflowNodes nodes, ArgoWorkflow.Node node)
    {
        if (nodes.PodOf(node) is { } pod && PodOutcome.Ended(pod, WorkflowNodes.TestsContainer(pod)) is { } ended)
        {
            return $"{WorkflowNodes.Title(node)} ended with {PodOutcome.Describe(ended)}{After(node.Message)}";
        }

        return nodes.ExitCode(node) is { } code
            ? $"{WorkflowNodes.Title(node)} ended with exit code {code}{After(node.Message)}"
            : $"{WorkflowNodes.Title(node)}{After(node.Message ?? "Argo gives no reason")}";
    }

    /// <summary>By the time, because Argo's wording differs between versions, and by the wording, because clocks differ.</summary>
    private static bool IsTooLong(ArgoWorkflow.StatusPart status, WorkflowNodes nodes, SmokeTestSettings.WorkflowPart part) =>
        status.FinishedAt - status.StartedAt >= part.Times.Deadline
        || DeadlineWords().IsMatch(status.Message ?? "")
        || nodes.Current.Any(node => node.Phase is "Failed" or "Error" && DeadlineWords().IsMatch(node.Message ?? ""));

    private static string After(string? detail) => string.IsNullOrWhiteSpace(detail) ? "" : $": {detail.Trim().TrimEnd('.')}";

    private static SmokeTestVerdict CouldNotRun(string message) => new(SmokeTestOutcome.CouldNotRun, message);

    [GeneratedRegex(@"max duration limit exceeded|exceeded its deadline|longer than (the )?specified deadline|deadline ?exceeded", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex DeadlineWords();

    [GeneratedRegex(@"(stopped|shutdown) with strategy", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Shutdown();
}
