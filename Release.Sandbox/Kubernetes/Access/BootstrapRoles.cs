using System.Text.Json.Nodes;
using Release.Sandbox.Kubernetes.Storage;

namespace Release.Sandbox.Kubernetes.Access;

/// <summary>The default roles of a cluster that are commonly bound.</summary>
internal static class BootstrapRoles
{
    private static readonly string[] Readable = ["get", "list", "watch"];
    private static readonly string[] Writable = ["create", "delete", "deletecollection", "patch", "update"];

    public static void Write(ObjectStore store)
    {
        Role(store, "cluster-admin", Rule(["*"], ["*"], ["*"]), new JsonObject { ["verbs"] = new JsonArray("*"), ["nonResourceURLs"] = new JsonArray("*") });
        Role(store, "view", [.. Workloads(Readable)]);
        Role(store, "edit", [.. Workloads([.. Readable, .. Writable])]);
        Role(store, "admin", [.. Workloads([.. Readable, .. Writable]), Rule([.. Readable, .. Writable], ["rbac.authorization.k8s.io"], ["roles", "rolebindings"])]);
        if (store.Find(ResourceKinds.ClusterRoleBindings, "", "cluster-admin") is null)
        {
            store.Create(ResourceKinds.ClusterRoleBindings, new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = "cluster-admin" },
                ["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "ClusterRole", ["name"] = "cluster-admin" },
                ["subjects"] = new JsonArray(new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "Group", ["name"] = UserInfo.Masters }),
            });
        }
    }

    private static IEnumerable<JsonObject> Workloads(string[] verbs) =>
    [
        Rule(verbs, [""], ["configmaps", "endpoints", "pods", "serviceaccounts", "services"]),
        Rule(Readable, [""], ["events", "namespaces", "pods/log", "pods/status"]),
        Rule(verbs, ["apps"], ["daemonsets", "deployments", "deployments/scale", "replicasets", "replicasets/scale", "statefulsets"]),
        Rule(verbs, ["batch"], ["cronjobs", "jobs"]),
    ];

    private static void Role(ObjectStore store, string name, params JsonObject[] rules)
    {
        if (store.Find(ResourceKinds.ClusterRoles, "", name) is null)
        {
            store.Create(ResourceKinds.ClusterRoles, new JsonObject { ["metadata"] = new JsonObject { ["name"] = name }, ["rules"] = new JsonArray([.. rules]) });
        }
    }

    private static JsonObject Rule(string[] verbs, string[] groups, string[] resources) => new()
    {
        ["verbs"] = Array(verbs),
        ["apiGroups"] = Array(groups),
        ["resources"] = Array(resources),
    };

    private static JsonArray Array(string[] texts) => [.. texts.Select(text => (JsonNode)text)];
}
