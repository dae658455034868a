using System.Text.Json.Nodes;

namespace Release.Sandbox.Kubernetes.Access;

/// <summary>One rule of a Role or ClusterRole.</summary>
internal sealed record PolicyRule(
    IReadOnlyList<string> Verbs, IReadOnlyList<string> Groups, IReadOnlyList<string> Resources, IReadOnlyList<string> Names, IReadOnlyList<string> Paths)
{
    private const string Everything = "*";

    public static PolicyRule Read(JsonNode? rule) => new(
        Texts(rule, "verbs"), Texts(rule, "apiGroups"), Texts(rule, "resources"), Texts(rule, "resourceNames"), Texts(rule, "nonResourceURLs"));

    public bool Allows(AccessRequest request)
    {
        if (!Has(Verbs, request.Verb))
        {
            return false;
        }

        if (request.IsForPath)
        {
            return Paths.Any(path => path == Everything || path == request.Path || (path.EndsWith('*') && request.Path.StartsWith(path[..^1], StringComparison.Ordinal)));
        }

        return Has(Groups, request.Group) && HasResource(request.Resource) && (Names.Count == 0 || Names.Contains(request.Name));
    }

    /// <summary>The rule's JSON in a SelfSubjectRulesReview.</summary>
    public JsonObject ToJson()
    {
        var rule = new JsonObject { ["verbs"] = Array(Verbs) };
        if (Paths.Count > 0)
        {
            rule["nonResourceURLs"] = Array(Paths);
            return rule;
        }

        rule["apiGroups"] = Array(Groups);
        rule["resources"] = Array(Resources);
        if (Names.Count > 0)
        {
            rule["resourceNames"] = Array(Names);
        }

        return rule;
    }

    /// <summary><c>*/log</c> matches that subresource of every resource.</summary>
    private bool HasResource(string resource) =>
        Has(Resources, resource)
        || (resource.Split('/') is [_, var subresource] && Resources.Contains($"*/{subresource}"));

    private static bool Has(IReadOnlyList<string> known, string wanted) => known.Contains(wanted) || known.Contains(Everything);

    private static JsonArray Array(IReadOnlyList<string> texts) => [.. texts.Select(text => (JsonNode)text)];

    private static List<string> Texts(JsonNode? rule, string field) => [.. (rule?[field] as JsonArray ?? []).Select(ObjectMetadata.Text)];
}
