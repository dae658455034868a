using System.Text.Json.Nodes;

namespace Release.Sandbox.Kubernetes;

/// <summary>What clients ask to learn which kinds there are.</summary>
internal static class Discovery
{
    private static readonly string[] Verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    /// <returns>Null when the path is not one of discovery.</returns>
    public static JsonObject? Answer(string path)
    {
        return path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["version"] => Version(),
            ["api"] => new JsonObject { ["kind"] = "APIVersions", ["apiVersion"] = "v1", ["versions"] = new JsonArray("v1") },
            ["apis"] => Groups(),
            ["api", "v1"] => Resources("", "v1"),
            ["apis", var group] => Group(group),
            ["apis", var group, var version] => Resources(group, version),
            _ => null,
        };
    }

    private static JsonObject Version() => new()
    {
        ["major"] = "1",
        ["minor"] = "32",
        ["gitVersion"] = "v1.32.0-sandbox",
        ["gitCommit"] = "",
        ["gitTreeState"] = "clean",
        ["platform"] = "linux/amd64",
    };

    private static JsonObject Groups() => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. ResourceKinds.All.Select(kind => kind.Group).Where(group => group.Length > 0).Distinct().Select(Describe)]),
    };

    private static JsonObject Group(string group)
    {
        if (ResourceKinds.All.All(kind => kind.Group != group || group.Length == 0))
        {
            throw KubernetesError.NoSuchPath();
        }

        var description = Describe(group);
        description["kind"] = "APIGroup";
        description["apiVersion"] = "v1";
        return description;
    }

    private static JsonObject Describe(string group)
    {
        var versions = ResourceKinds.All.Where(kind => kind.Group == group).Select(kind => kind.Version).Distinct().ToList();
        return new JsonObject
        {
            ["name"] = group,
            ["versions"] = new JsonArray([.. versions.Select(version => Entry(group, version))]),
            ["preferredVersion"] = Entry(group, versions[0]),
        };
    }

    private static JsonObject Entry(string group, string version) => new()
    {
        ["groupVersion"] = $"{group}/{version}",
        ["version"] = version,
    };

    private static JsonObject Resources(string group, string version)
    {
        var kinds = ResourceKinds.All.Where(kind => kind.Group == group && kind.Version == version).ToList();
        if (kinds.Count == 0)
        {
            throw KubernetesError.NoSuchPath();
        }

        return new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = kinds[0].ApiVersion,
            ["resources"] = new JsonArray([.. kinds.SelectMany(Describe)]),
        };
    }

    private static IEnumerable<JsonObject> Describe(ResourceKind kind)
    {
        yield return Describe(kind, kind.Plural, Verbs);
        if (kind.HasStatus)
        {
            yield return Describe(kind, $"{kind.Plural}/status", ["get", "patch", "update"]);
        }

        if (kind == ResourceKinds.Pods)
        {
            yield return Describe(kind, "pods/log", ["get"]);
        }
    }

    private static JsonObject Describe(ResourceKind kind, string name, string[] verbs)
    {
        var description = new JsonObject
        {
            ["name"] = name,
            ["singularName"] = name == kind.Plural ? kind.Singular : "",
            ["namespaced"] = kind.Namespaced,
            ["kind"] = kind.Kind,
            ["verbs"] = new JsonArray([.. verbs.Select(verb => (JsonNode)verb)]),
        };
        if (name == kind.Plural && kind.ShortNames is { } shortNames)
        {
            description["shortNames"] = new JsonArray([.. shortNames.Select(alias => (JsonNode)alias)]);
        }

        return description;
    }
}
