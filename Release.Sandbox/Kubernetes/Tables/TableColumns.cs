using System.Text.Json.Nodes;

namespace Release.Sandbox.Kubernetes.Tables;

/// <summary>The columns of every kind, as the real server has them. Other kinds have name and creation time.</summary>
internal static class TableColumns
{
    private static readonly TableColumn[] Default = [TableCells.Name, TableCells.CreatedAt];

    private static readonly TableColumn[] Bindings =
    [
        TableCells.Name,
        new("Role", "string", (content, _) => $"{content["roleRef"]?["kind"]}/{content["roleRef"]?["name"]}"),
        TableCells.Age,
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
        [ResourceKinds.Namespaces] = [TableCells.Name, TableCells.Text("Status", "status.phase"), TableCells.Age],
        [ResourceKinds.Services] = ServiceColumns(),
        [ResourceKinds.Endpoints] = [TableCells.Name, new("Endpoints", "string", (_, _) => "<none>"), TableCells.Age],
        [ResourceKinds.ConfigMaps] = [TableCells.Name, new("Data", "integer", (content, _) => Entries(content, "data") + Entries(content, "binaryData")), TableCells.Age],
        [ResourceKinds.Secrets] = [TableCells.Name, TableCells.Text("Type", "type"), new("Data", "integer", (content, _) => Entries(content, "data")), TableCells.Age],
        [ResourceKinds.ServiceAccounts] = [TableCells.Name, new("Secrets", "integer", (content, _) => (content["secrets"] as JsonArray ?? []).Count), TableCells.Age],
        [ResourceKinds.Nodes] = NodeColumns(),
        [ResourceKinds.Leases] = [TableCells.Name, TableCells.Text("Holder", "spec.holderIdentity"), TableCells.Age],
        [ResourceKinds.RoleBindings] = Bindings,
        [ResourceKinds.ClusterRoleBindings] = Bindings,
        [ResourceKinds.Applications] =
        [
            TableCells.Name,
            TableCells.Text("Sync Status", "status.sync.status"),
            TableCells.Text("Health Status", "status.health.status"),
            TableCells.Text("Revision", "status.sync.revision", 10),
            TableCells.Text("Project", "spec.project", 10),
        ],
        [ResourceKinds.Workflows] =
        [
            TableCells.Name,
            TableCells.Text("Status", "status.phase"),
            new("Age", "date", (content, now) => content["status"]?["startedAt"] is { } started ? HumanDuration.Since(started, now) : null),
            TableCells.Text("Message", "status.message"),
        ],
        [ResourceKinds.WorkflowTemplates] = [TableCells.Name, new("Age", "date", TableCells.Age.Cell)],
    };

    public static IReadOnlyList<TableColumn> Of(ResourceKind kind) => Columns.GetValueOrDefault(kind, Default);

    private static TableColumn[] EventColumns() =>
    [
        new("Last Seen", "string", (content, now) => HumanDuration.Since(content["lastTimestamp"] ?? content["eventTime"] ?? content["firstTimestamp"], now)),
        TableCells.Text("Type", "type"),
        TableCells.Text("Reason", "reason"),
        new("Object", "string", (content, _) => $"{ObjectMetadata.Text(content["involvedObject"]?["kind"]).ToLowerInvariant()}/{content["involvedObject"]?["name"]}"),
        TableCells.Text("Subobject", "involvedObject.fieldPath", 1),
        new("Source", "string", (content, _) => Source(content), 1),
        new("Message", "string", (content, _) => ObjectMetadata.Text(content["message"]).Trim()),
        new("First Seen", "string", (content, now) => HumanDuration.Since(content["firstTimestamp"] ?? content["eventTime"], now), 1),
        new("Count", "integer", (content, _) => Math.Max(1, TableCells.Count(content["count"])), 1),
        new("Name", "string", (content, _) => ObjectMetadata.Text(content["metadata"]?["name"]), 1),
    ];

    private static string Source(JsonObject content)
    {
        var parts = new[] { ObjectMetadata.Text(content["source"]?["component"]), ObjectMetadata.Text(content["source"]?["host"]) };
        return string.Join(", ", parts.Where(part => part.Length > 0));
    }

    private static TableColumn[] ServiceColumns() =>
    [
        TableCells.Name,
        new("Type", "string", (content, _) => Or(content["spec"]?["type"], "ClusterIP")),
        new("Cluster-IP", "string", (content, _) => TableCells.OrNone(ObjectMetadata.Text(content["spec"]?["clusterIP"]))),
        new("External-IP", "string", (_, _) => "<none>"),
        new("Port(s)", "string", (content, _) => Ports(content["spec"]?["ports"] as JsonArray ?? [])),
        TableCells.Age,
        new("Selector", "string", (content, _) => TableCells.Labels(content["spec"]?["selector"]), 1),
    ];

    private static TableColumn[] NodeColumns() =>
    [
        TableCells.Name,
        new("Status", "string", (content, _) => TableCells.HasCondition(content, "Ready") ? "Ready" : "NotReady"),
        new("Roles", "string", (_, _) => "<none>"),
        TableCells.Age,
        TableCells.Text("Version", "status.nodeInfo.kubeletVersion"),
    ];

    private static string Ports(JsonArray ports)
    {
        var texts = ports.Select(port =>
        {
            var protocol = Or(port?["protocol"], "TCP");
            return port?["nodePort"] is { } node ? $"{port["port"]}:{node}/{protocol}" : $"{port?["port"]}/{protocol}";
        });
        return TableCells.OrNone(string.Join(',', texts));
    }

    private static string Subjects(JsonObject content, string kind) => string.Join(", ", (content["subjects"] as JsonArray ?? [])
        .Where(subject => ObjectMetadata.Text(subject?["kind"]) == kind)
        .Select(subject => kind == "ServiceAccount" ? $"{subject!["namespace"]}/{subject["name"]}" : $"{subject!["name"]}"));

    private static long Entries(JsonObject content, string field) => (content[field] as JsonObject ?? []).Count;

    private static string Or(JsonNode? node, string other) => ObjectMetadata.Text(node) is { Length: > 0 } text ? text : other;
}

/// <summary>One column of a kind's table.</summary>
/// <param name="Name">Column header.</param>
/// <param name="Type"><c>string</c>, <c>integer</c> or <c>date</c>.</param>
/// <param name="Cell">Computes the value from the object and the current time.</param>
/// <param name="Priority">0 is always shown, higher ones only with <c>-o wide</c>.</param>
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
