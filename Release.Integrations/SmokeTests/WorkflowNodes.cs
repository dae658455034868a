using System.Globalization;
using System.Text.RegularExpressions;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.SmokeTests;

/// <summary>The nodes of a workflow that run containers, with their pods.</summary>
internal sealed partial class WorkflowNodes
{
    private const string NodeNameAnnotation = "workflows.argoproj.io/node-name";
    private const string NodeIdAnnotation = "workflows.argoproj.io/node-id";
    private const string MainContainer = "main";

    private readonly string _workflow;
    private readonly IReadOnlyDictionary<string, ArgoWorkflow.Node> _nodes;
    private readonly IReadOnlyList<Pod> _pods;

    /// <param name="workflow">The run's Workflow.</param>
    /// <param name="pods">Its pods.</param>
    public WorkflowNodes(ArgoWorkflow workflow, IReadOnlyList<Pod> pods)
    {
        _workflow = workflow.Metadata.Name;
        _nodes = workflow.Status?.Nodes ?? new Dictionary<string, ArgoWorkflow.Node>(StringComparer.Ordinal);
        _pods = pods;
        All =
        [
            .. _nodes.Values.Where(node => node.Type == "Pod")
                .OrderBy(node => node.StartedAt ?? DateTimeOffset.MaxValue).ThenBy(node => node.Name, StringComparer.Ordinal),
        ];
        var superseded = Superseded();
        Current = [.. All.Where(node => node.Id is null || !superseded.Contains(node.Id))];
    }

    /// <summary>In the order of their start.</summary>
    public IReadOnlyList<ArgoWorkflow.Node> All { get; }

    /// <summary>The nodes that count: of a node that Argo retried, only the last try.</summary>
    public IReadOnlyList<ArgoWorkflow.Node> Current { get; }

    /// <summary>The pods in the order of their start, each with its node's name.</summary>
    public IEnumerable<(Pod Pod, string Title)> Pods() => _pods
        .OrderBy(pod => pod.Metadata.CreationTimestamp).ThenBy(pod => pod.Metadata.Name, StringComparer.Ordinal)
        .Select(pod => (pod, NodeOf(pod) is { } node ? Title(node) : pod.Metadata.Name));

    public static string Title(ArgoWorkflow.Node node) => node switch
    {
        { DisplayName: { Length: > 0 } shown } => shown,
        { Name: { Length: > 0 } name } => name,
        _ => "a node without a name",
    };

    /// <summary>The tests' container: Argo names the template's container <c>main</c>; only container sets have other names.</summary>
    public static string? TestsContainer(Pod pod) =>
        pod.Spec?.Containers?.Any(container => container.Name == MainContainer) != false
            ? MainContainer
            : pod.Spec.Containers.FirstOrDefault(container => container.Name is not ("wait" or "init"))?.Name;

    /// <summary>Whether a node belongs to the exit handler, which runs after the workflow whatever its result and is not a test.</summary>
    public bool IsExitHandler(ArgoWorkflow.Node node) => node.Name?.StartsWith($"{_workflow}.onExit", StringComparison.Ordinal) == true;

    /// <summary>A node's exit code from Argo's output, otherwise from its pod, otherwise from its message.</summary>
    public int? ExitCode(ArgoWorkflow.Node node)
    {
        if (int.TryParse(node.Outputs?.ExitCode, CultureInfo.InvariantCulture, out var noted))
        {
            return noted;
        }

        if (PodOf(node) is { } pod && PodOutcome.Ended(pod, TestsContainer(pod)) is { } ended)
        {
            return ended.ExitCode;
        }

        return Code().Match(node.Message ?? "") is { Success: true } match && int.TryParse(match.Groups["code"].Value, CultureInfo.InvariantCulture, out var said) ? said : null;
    }

    public Pod? PodOf(ArgoWorkflow.Node node) => _pods.FirstOrDefault(pod => NodeOf(pod) == node);

    private ArgoWorkflow.Node? NodeOf(Pod pod)
    {
        var (id, name) = (pod.Metadata.Annotation(NodeIdAnnotation), pod.Metadata.Annotation(NodeNameAnnotation));
        return (id is null ? null : _nodes.GetValueOrDefault(id))
            ?? _nodes.Values.FirstOrDefault(node => name is not null && node.Name == name)

            // Older versions of Argo name the pod after the node.
            ?? _nodes.GetValueOrDefault(pod.Metadata.Name);
    }

    private HashSet<string> Superseded()
    {
        var superseded = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(_nodes.Values.Where(node => node.Type == "Retry").SelectMany(node => (node.Children ?? []).SkipLast(1)));
        while (open.TryPop(out var id))
        {
            if (superseded.Add(id))
            {
                foreach (var child in _nodes.GetValueOrDefault(id)?.Children ?? [])
                {
                    open.Push(child);
                }
            }
        }

        return superseded;
    }

    [GeneratedRegex(@"\(exit code (?<code>[0-9]{1,3})\)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Code();
}
