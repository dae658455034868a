using System.Text.Json.Nodes;

namespace Release.Sandbox.Kubernetes;

/// <summary><c>status.phase=Running,metadata.name!=a</c>. More lenient than a real server: every path of plain fields is allowed.</summary>
internal sealed class FieldSelector
{
    private readonly List<(string[] Path, string Value, bool Negated)> _requirements = [];

    public bool IsEmpty => _requirements.Count == 0;

    /// <exception cref="KubernetesError">400 when it cannot be read.</exception>
    public static FieldSelector Parse(string? text)
    {
        var selector = new FieldSelector();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
            {
                throw KubernetesError.BadRequest($"invalid field selector: {part}");
            }

            var negated = part[at - 1] == '!';
            var path = part[..(negated ? at - 1 : at)];
            selector._requirements.Add((path.Split('.'), part[(at + 1)..].TrimStart('='), negated));
        }

        return selector;
    }

    public bool Matches(StoredObject item)
    {
        if (IsEmpty)
        {
            return true;
        }

        var names = _requirements.TrueForAll(requirement => requirement.Path is not ["metadata", "name" or "namespace"] || MatchesName(requirement, item));
        if (!names || _requirements.TrueForAll(requirement => requirement.Path is ["metadata", "name" or "namespace"]))
        {
            return names; // The usual case, without reading the object.
        }

        var content = item.Read();
        return _requirements.TrueForAll(requirement => Value(content, requirement.Path) == requirement.Value != requirement.Negated);
    }

    private static bool MatchesName((string[] Path, string Value, bool Negated) requirement, StoredObject item)
    {
        var value = requirement.Path[1] == "name" ? item.Name.Name : item.Name.Namespace;
        return value == requirement.Value != requirement.Negated;
    }

    private static string Value(JsonNode? node, string[] path)
    {
        foreach (var step in path)
        {
            node = (node as JsonObject)?[step];
        }

        return node is JsonValue ? node.ToString() : "";
    }
}
