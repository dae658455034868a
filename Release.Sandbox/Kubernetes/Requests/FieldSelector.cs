using System.Text.Json.Nodes;

namespace Release.Sandbox.Kubernetes.Requests;

/// <summary><c>status.phase=Running,metadata.name!=a</c>. Each kind supports only some fields; all support name and namespace.</summary>
internal sealed class FieldSelector
{
    private static readonly Dictionary<ResourceKind, string[]> Known = new()
    {
        [ResourceKinds.Pods] = ["spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork", "status.phase", "status.podIP", "status.nominatedNodeName"],
        [ResourceKinds.Events] =
        [
            "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
            "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type",
        ],
        [ResourceKinds.Namespaces] = ["status.phase"],
        [ResourceKinds.Secrets] = ["type"],
        [ResourceKinds.Nodes] = ["spec.unschedulable"],
        [ResourceKinds.ReplicaSets] = ["status.replicas"],
        [ResourceKinds.Jobs] = ["status.successful"],
        [ResourceKinds.Services] = ["spec.clusterIP", "spec.type"],
    };

    private readonly List<(string Path, string Value, bool Negated)> _requirements = [];

    public bool IsEmpty => _requirements.Count == 0;

    /// <exception cref="KubernetesError">400 for a syntax error, or a field that the kind does not support.</exception>
    public static FieldSelector Parse(ResourceKind kind, string? text)
    {
        var selector = new FieldSelector();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
            {
                throw KubernetesError.BadRequest($"invalid selector: '{part}'; can't understand '{part}'");
            }

            var negated = part[at - 1] == '!';
            var path = part[..(negated ? at - 1 : at)];
            if (path is not ("metadata.name" or "metadata.namespace") && !Known.GetValueOrDefault(kind, []).Contains(path))
            {
                throw KubernetesError.BadRequest($"field label not supported: {path}");
            }

            selector._requirements.Add((path, part[(at + 1)..].TrimStart('='), negated));
        }

        return selector;
    }

    public void Require(string path, string value) => _requirements.Add((path, value, false));

    public bool Matches(StoredObject item)
    {
        JsonObject? content = null;
        foreach (var (path, value, negated) in _requirements)
        {
            var found = path switch
            {
                "metadata.name" => item.Name.Name,
                "metadata.namespace" => item.Name.Namespace,
                "source" => Value(content ??= item.Read(), "source.component"),
                _ => Value(content ??= item.Read(), path), // Parsed only here, because most selectors need only the name.
            };
            if (found == value == negated)
            {
                return false;
            }
        }

        return true;
    }

    private static string Value(JsonNode? node, string path)
    {
        foreach (var step in path.Split('.'))
        {
            node = (node as JsonObject)?[step];
        }

        return node is JsonValue ? node.ToString() : "";
    }
}
