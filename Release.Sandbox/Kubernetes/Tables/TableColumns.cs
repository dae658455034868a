using System.Text.Json.Nodes;

namespace Release.Sandbox.Kubernetes.Tables;

/// <summary>The columns of every kind, as the real server has them. A kind that is not here has a name and a creation time.</summary>
internal static class TableColumns
{
    private static readonly TableColumn[] Default = [Cells.Name, Cells.CreatedAt];

    private static readonly TableColumn[] Bindings =
    [
        Cells.Name,
        new("Role", "string", (content, _) => $"{content["roleRef"]?["kind"]}/{content["roleRef"]?["name"]}"),
        Cells.Age,
        new("Users", "string", (content, _) => Subjects(content, "User"), 1),
        new("Groups", "string", (content, _) => Subjects(content, "Group"), 1),
        new("ServiceAccounts", "string", (content, _) => Subjects(content, "ServiceAccount"), 1),
    ];

    private static readonly Dictionary<ResourceKind, TableColumn[]> Columns = new()
    {
        [ResourceKinds.Pods] = PodCells.Columns,
        [ResourceKinds.Deployments] = WorkloadCells.Deployments,
        [ResourceKinds.ReplicaSets] = WorkloadCells.ReplicaSets,
        [ResourceKinds.StatefulSets] = WorkloadCells.StatefulSets,
        [ResourceKinds.DaemonSets] = WorkloadCells.DaemonSets,
        [ResourceKinds.Jobs] = WorkloadCells.Jobs,
        [ResourceKinds.CronJobs] = WorkloadCells.CronJobs,
        [ResourceKinds.Events] = EventColumns(),
        [ResourceKinds.Namespaces] = [Cells.Name, Cells.Text("Status", "status.phase"), Cells.Age],
        [ResourceKinds.Services] = ServiceColumns(),
        [ResourceKinds.Endpoints] = [Cells.Name, new("Endpoints", "string", (_, _) => "<none>"), Cells.Age],
        [ResourceKinds.ConfigMaps] = [Cells.Name, new("Data", "integer", (content, _) => Entries(content, "data") + Entries(content, "binaryData")), Cells.Age],
        [ResourceKinds.Secrets] = [Cells.Name, Cells.Text("Type", "type"), new("Data", "integer", (content, _) => Entries(content, "data")), Cells.Age],
        [ResourceKinds.ServiceAccounts] = [Cells.Name, new("Secrets", "integer", (content, _) => (content["secrets"] as JsonArray ?? []).Count), Cells.Age],
        [ResourceKinds.Nodes] = NodeColumns(),
        [ResourceKinds.Leases] = [Cells.Name, Cells.Text("Holder", "spec.holderIdentity"), Cells.Age],
        [ResourceKinds.RoleBindings] = Bindings,
        [ResourceKinds.ClusterRoleBindings] = Bindings,
        [ResourceKinds.Applications] =
        [
            Cells.Name,
            Cells.Text("Sync Status", "status.sync.status"),
            Cells.Text("Health Status", "status.health.status"),
            Cells.Text("Revision", "status.sync.revision", 10),
            Cells.Text("Project", "spec.project", 10),
        ],
        [ResourceKinds.Workflows] =
        [
            Cells.Name,
            Cells.Text("Status", "status.phase"),
            new("Age", "date", (content, now) => content["status"]?["startedAt"] is { } started ? HumanTime.Since(started, now) : null),
            Cells.Text("Message", "status.message"),
        ],
        [ResourceKinds.WorkflowTemplates] = [Cells.Name, new("Age", "date", Cells.Age.Cell)],
    };

    public static IReadOnlyList<TableColumn> Of(ResourceKind kind) => Columns.GetValueOrDefault(kind, Default);

    private static TableColumn[] EventColumns() =>
    [
        new("Last Seen", "string", (content, now) => HumanTime.Since(content["lastTimestamp"] ?? content["eventTime"] ?? content["firstTimestamp"], now)),
        Cells.Text("Type", "type"),
        Cells.Text("Reason", "reason"),
        new("Object", "string", (content, _) => $"{ObjectMetadata.Text(content["involvedObject"]?["kind"]).ToLowerInvariant()}/{content["involvedObject"]?["name"]}"),
        Cells.Text("Subobject", "involvedObject.fieldPath", 1),
        new("Source", "string", (content, _) => Source(content), 1),
        new("Message", "string", (content, _) => ObjectMetadata.Text(content["message"]).Trim()),
        new("First Seen", "string", (content, now) => HumanTime.Since(content["firstTimestamp"] ?? content["eventTime"], now), 1),
        new("Count", "integer", (content, _) => Math.Max(1, Cells.Count(content["count"])), 1),
        new("Name", "string", (content, _) => ObjectMetadata.Text(content["metadata"]?["name"]), 1),
    ];

    private static string Source(JsonObject content)
    {
        var parts = new[] { ObjectMetadata.Text(content["source"]?["component"]), ObjectMetadata.Text(content["source"]?["host"]) };
        return string.Join(", ", parts.Where(part => part.Length > 0));
    }

    private static TableColumn[] ServiceColumns() =>
    [
        Cells.Name,
        new("Type", "string", (content, _) => Or(content["spec"]?["type"], "ClusterIP")),
        new("Cluster-IP", "string", (content, _) => Cells.OrNone(ObjectMetadata.Text(content["spec"]?["clusterIP"]))),
        new("External-IP", "string", (_, _) => "<none>"),
        new("Port(s)", "string", (content, _) => Ports(content["spec"]?["ports"] as JsonArray ?? [])),
        Cells.Age,
        new("Selector", "string", (content, _) => Cells.Labels(content["spec"]?["selector"]), 1),
    ];

    private static TableColumn[] NodeColumns() =>
    [
        Cells.Name,
        new("Status", "string", (content, _) => Cells.HasCondition(content, "Ready") ? "Ready" : "NotReady"),
        new("Roles", "string", (_, _) => "<none>"),
        Cells.Age,
        Cells.Text("Version", "status.nodeInfo.kubeletVersion"),
    ];

    private static string Ports(JsonArray ports)
    {
        var texts = ports.Select(port =>
        {
            var protocol = Or(port?["protocol"], "TCP");
            return port?["nodePort"] is { } node ? $"{port["port"]}:{node}/{protocol}" : $"{port?["port"]}/{protocol}";
        });
        return Cells.OrNone(string.Join(',', texts));
    }

    private static string Subjects(JsonObject content, string kind) => string.Join(", ", (content["subjects"] as JsonArray ?? [])
        .Where(subject => ObjectMetadata.Text(subject?["kind"]) == kind)
        .Select(subject => kind == "ServiceAccount" ? $"{subject!["namespace"]}/{subject["name"]}" : $"{subject!["name"]}"));

    private static long Entries(JsonObject content, string field) => (content[field] as JsonObject ?? []).Count;

    private static string Or(JsonNode? node, string other) => ObjectMetadata.Text(node) is { Length: > 0 } text ? text : other;
}

/// <summary>One column of a kind's table.</summary>
/// <param name="Name">As the head of the column says it.</param>
/// <param name="Type"><c>string</c>, <c>integer</c> or <c>date</c>.</param>
/// <param name="Cell">From the object and the time now.</param>
/// <param name="Priority">0 is always shown, more only by <c>-o wide</c>.</param>
internal sealed record TableColumn(string Name, string Type, Func<JsonObject, DateTimeOffset, JsonNode?> Cell, int Priority = 0)
{
    public JsonObject Define() => new()
    {
        ["name"] = Name,
        ["type"] = Type,
        ["format"] = Name == "Name" ? "name" : "",
        ["description"] = "",
        ["priority"] = Priority,
    };
}
