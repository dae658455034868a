using System.Text.Json.Nodes;

namespace Release.Sandbox.Kubernetes.Discovery;

/// <summary>Discovery: the groups, kinds and versions of the API.</summary>
internal static class DiscoveryResponse
{
    private static readonly string[] Verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
    private static readonly string[] WriteVerbs = ["get", "patch", "update"];

    /// <summary>Kinds that are not stored: group, plural, kind.</summary>
    private static readonly (string Group, string Plural, string Kind)[] Reviews =
    [
        ("authentication.k8s.io", "selfsubjectreviews", "SelfSubjectReview"),
        ("authorization.k8s.io", "selfsubjectaccessreviews", "SelfSubjectAccessReview"),
        ("authorization.k8s.io", "selfsubjectrulesreviews", "SelfSubjectRulesReview"),
        ("authorization.k8s.io", "subjectaccessreviews", "SubjectAccessReview"),
    ];

    private static readonly (string Group, string Version)[] Groups =
    [
        .. ResourceKinds.All.Select(kind => (kind.Group, kind.Version)).Concat(Reviews.Select(review => (review.Group, Version: "v1")))
            .Where(group => group.Group.Length > 0).Distinct(),
    ];

    /// <returns>Null when the path is not a discovery path.</returns>
    /// <exception cref="KubernetesError">404 for an unknown group.</exception>
    public static JsonObject? Of(string path)
    {
        return path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["version"] => Version(),
            ["api"] => new JsonObject { ["kind"] = "APIVersions", ["versions"] = new JsonArray("v1"), ["serverAddressByClientCIDRs"] = new JsonArray() },
            ["apis"] => new JsonObject { ["kind"] = "APIGroupList", ["apiVersion"] = "v1", ["groups"] = new JsonArray([.. Groups.Select(group => Describe(group.Group, group.Version))]) },
            ["api", "v1"] => Resources("", "v1"),
            ["apis", var group] => Group(group),
            ["apis", var group, var version] => Resources(group, version),
            ["openapi", "v2"] => OpenApiDocument.Version2(),
            ["openapi", "v3"] => OpenApiDocument.Index(["v1", .. Groups.Select(group => $"{group.Group}/{group.Version}")]),
            ["openapi", "v3", "api", "v1"] => OpenApiDocument.Version3("v1"),
            ["openapi", "v3", "apis", var group, var version] when Groups.Contains((group, version)) => OpenApiDocument.Version3($"{group}/{version}"),
            _ => null,
        };
    }

    private static JsonObject Version() => new()
    {
        ["major"] = "1",
        ["minor"] = "34",
        ["emulationMajor"] = "1",
        ["emulationMinor"] = "34",
        ["minCompatibilityMajor"] = "1",
        ["minCompatibilityMinor"] = "33",
        ["gitVersion"] = "v1.34.0+sandbox",
        ["gitCommit"] = "",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "2026-01-01T00:00:00Z",
        ["goVersion"] = "",
        ["compiler"] = "",
        ["platform"] = "linux/amd64",
    };

    private static JsonObject Group(string group)
    {
        if (Array.Find(Groups, known => known.Group == group) is not { Version: { } version })
        {
            throw KubernetesError.NoSuchPath();
        }

        var description = Describe(group, version);
        description["kind"] = "APIGroup";
        description["apiVersion"] = "v1";
        return description;
    }

    private static JsonObject Describe(string group, string version) => new()
    {
        ["name"] = group,
        ["versions"] = new JsonArray(Entry(group, version)),
        ["preferredVersion"] = Entry(group, version),
    };

    private static JsonObject Entry(string group, string version) => new()
    {
        ["groupVersion"] = $"{group}/{version}",
        ["version"] = version,
    };

    private static JsonObject Resources(string group, string version)
    {
        var stored = ResourceKinds.All.Where(kind => kind.Group == group && kind.Version == version).SelectMany(Describe);
        var reviews = Reviews.Where(review => review.Group == group && version == "v1")
            .Select(review => Describe(review.Plural, review.Kind.ToLowerInvariant(), review.Kind, namespaced: false, ["create"]));
        var all = stored.Concat(reviews).ToArray();
        if (all.Length == 0)
        {
            throw KubernetesError.NoSuchPath();
        }

        return new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = group.Length == 0 ? version : $"{group}/{version}",
            ["resources"] = new JsonArray([.. all]),
        };
    }

    private static IEnumerable<JsonObject> Describe(ResourceKind kind)
    {
        var main = Describe(kind.Plural, kind.Singular, kind.Kind, kind.Namespaced, Verbs);
        Add(main, "shortNames", kind.ShortNames);
        Add(main, "categories", kind.Categories);
        yield return main;
        if (kind.HasStatus)
        {
            yield return Describe($"{kind.Plural}/status", "", kind.Kind, kind.Namespaced, WriteVerbs);
        }

        if (kind.HasScale)
        {
            var scale = Describe($"{kind.Plural}/scale", "", "Scale", kind.Namespaced, WriteVerbs);
            scale["group"] = "autoscaling";
            scale["version"] = "v1";
            yield return scale;
        }

        if (kind == ResourceKinds.Pods)
        {
            yield return Describe("pods/log", "", kind.Kind, namespaced: true, ["get"]);
        }

        if (kind == ResourceKinds.ServiceAccounts)
        {
            var token = Describe("serviceaccounts/token", "", "TokenRequest", namespaced: true, ["create"]);
            token["group"] = "authentication.k8s.io";
            token["version"] = "v1";
            yield return token;
        }
    }

    private static JsonObject Describe(string name, string singular, string kind, bool namespaced, string[] verbs)
    {
        var description = new JsonObject { ["name"] = name, ["singularName"] = singular, ["namespaced"] = namespaced, ["kind"] = kind };
        Add(description, "verbs", verbs);
        return description;
    }

    private static void Add(JsonObject description, string field, IReadOnlyList<string>? texts)
    {
        if (texts is not null)
        {
            description[field] = new JsonArray([.. texts.Select(text => (JsonNode)text)]);
        }
    }
}
