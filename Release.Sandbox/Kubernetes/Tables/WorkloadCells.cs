using System.Text.Json.Nodes;

namespace Release.Sandbox.Kubernetes.Tables;

/// <summary>The rows of Deployments, ReplicaSets, Jobs and similar kinds.</summary>
internal static class WorkloadCells
{
    public static readonly TableColumn[] Deployments =
    [
        TableCells.Name,
        new("Ready", "string", (content, _) => $"{TableCells.Count(TableCells.At(content, "status.readyReplicas"))}/{TableCells.Count(TableCells.At(content, "spec.replicas"))}"),
        TableCells.Number("Up-to-date", "status.updatedReplicas"),
        TableCells.Number("Available", "status.availableReplicas"),
        TableCells.Age,
        .. TableCells.OfTemplate,
    ];

    public static readonly TableColumn[] ReplicaSets =
    [
        TableCells.Name,
        TableCells.Number("Desired", "spec.replicas"),
        TableCells.Number("Current", "status.replicas"),
        TableCells.Number("Ready", "status.readyReplicas"),
        TableCells.Age,
        .. TableCells.OfTemplate,
    ];

    public static readonly TableColumn[] StatefulSets =
    [
        TableCells.Name,
        new("Ready", "string", (content, _) => $"{TableCells.Count(TableCells.At(content, "status.readyReplicas"))}/{TableCells.Count(TableCells.At(content, "spec.replicas"))}"),
        TableCells.Age,
        .. TableCells.OfTemplate[..2],
    ];

    public static readonly TableColumn[] DaemonSets =
    [
        TableCells.Name,
        TableCells.Number("Desired", "status.desiredNumberScheduled"),
        TableCells.Number("Current", "status.currentNumberScheduled"),
        TableCells.Number("Ready", "status.numberReady"),
        TableCells.Number("Up-to-date", "status.updatedNumberScheduled"),
        TableCells.Number("Available", "status.numberAvailable"),
        new("Node Selector", "string", (content, _) => TableCells.Labels(TableCells.At(content, "spec.template.spec.nodeSelector"))),
        TableCells.Age,
        .. TableCells.OfTemplate,
    ];

    public static readonly TableColumn[] Jobs =
    [
        TableCells.Name,
        new("Status", "string", (content, _) => JobStatus(content)),
        new("Completions", "string", (content, _) => Completions(content)),
        new("Duration", "string", Duration),
        TableCells.Age,
        .. TableCells.OfTemplate,
    ];

    public static readonly TableColumn[] CronJobs =
    [
        TableCells.Name,
        TableCells.Text("Schedule", "spec.schedule"),
        new("Timezone", "string", (content, _) => TableCells.OrNone(ObjectMetadata.Text(content["spec"]?["timeZone"]))),
        new("Suspend", "boolean", (content, _) => TableCells.At(content, "spec.suspend") is JsonValue { } suspend && suspend.TryGetValue<bool>(out var on) && on ? "True" : "False"),
        new("Active", "integer", (content, _) => (content["status"]?["active"] as JsonArray ?? []).Count),
        new("Last Schedule", "string", (content, now) => content["status"]?["lastScheduleTime"] is { } last ? HumanDuration.Since(last, now) : "<none>"),
        TableCells.Age,
    ];

    private static string JobStatus(JsonObject job)
    {
        string[] types = ["Complete", "Failed"];
        if (Array.Find(types, type => TableCells.HasCondition(job, type)) is { } ended)
        {
            return ended;
        }

        if (job["metadata"]?["deletionTimestamp"] is not null)
        {
            return "Terminating";
        }

        types = ["Suspended", "FailureTarget", "SuccessCriteriaMet"];
        return Array.Find(types, type => TableCells.HasCondition(job, type)) ?? "Running";
    }

    private static string Completions(JsonObject job)
    {
        var succeeded = TableCells.Count(TableCells.At(job, "status.succeeded"));
        if (job["spec"]?["completions"] is { } completions)
        {
            return $"{succeeded}/{completions}";
        }

        var parallelism = TableCells.Count(TableCells.At(job, "spec.parallelism"));
        return parallelism > 1 ? $"{succeeded}/1 of {parallelism}" : $"{succeeded}/1";
    }

    private static JsonNode Duration(JsonObject job, DateTimeOffset now)
    {
        if (HumanDuration.Read(job["status"]?["startTime"]) is not { } start)
        {
            return "";
        }

        return HumanDuration.Format((HumanDuration.Read(job["status"]?["completionTime"]) ?? now) - start);
    }
}
