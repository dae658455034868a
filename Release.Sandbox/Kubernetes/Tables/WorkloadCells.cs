using System.Text.Json.Nodes;

namespace Release.Sandbox.Kubernetes.Tables;

/// <summary>The rows of Deployments, ReplicaSets, Jobs and their like.</summary>
internal static class WorkloadCells
{
    public static readonly TableColumn[] Deployments =
    [
        Cells.Name,
        new("Ready", "string", (content, _) => $"{Cells.Count(Cells.At(content, "status.readyReplicas"))}/{Cells.Count(Cells.At(content, "spec.replicas"))}"),
        Cells.Number("Up-to-date", "status.updatedReplicas"),
        Cells.Number("Available", "status.availableReplicas"),
        Cells.Age,
        .. Cells.OfTemplate,
    ];

    public static readonly TableColumn[] ReplicaSets =
    [
        Cells.Name,
        Cells.Number("Desired", "spec.replicas"),
        Cells.Number("Current", "status.replicas"),
        Cells.Number("Ready", "status.readyReplicas"),
        Cells.Age,
        .. Cells.OfTemplate,
    ];

    public static readonly TableColumn[] StatefulSets =
    [
        Cells.Name,
        new("Ready", "string", (content, _) => $"{Cells.Count(Cells.At(content, "status.readyReplicas"))}/{Cells.Count(Cells.At(content, "spec.replicas"))}"),
        Cells.Age,
        .. Cells.OfTemplate[..2],
    ];

    public static readonly TableColumn[] DaemonSets =
    [
        Cells.Name,
        Cells.Number("Desired", "status.desiredNumberScheduled"),
        Cells.Number("Current", "status.currentNumberScheduled"),
        Cells.Number("Ready", "status.numberReady"),
        Cells.Number("Up-to-date", "status.updatedNumberScheduled"),
        Cells.Number("Available", "status.numberAvailable"),
        new("Node Selector", "string", (content, _) => Cells.Labels(Cells.At(content, "spec.template.spec.nodeSelector"))),
        Cells.Age,
        .. Cells.OfTemplate,
    ];

    public static readonly TableColumn[] Jobs =
    [
        Cells.Name,
        new("Status", "string", (content, _) => JobStatus(content)),
        new("Completions", "string", (content, _) => Completions(content)),
        new("Duration", "string", Duration),
        Cells.Age,
        .. Cells.OfTemplate,
    ];

    public static readonly TableColumn[] CronJobs =
    [
        Cells.Name,
        Cells.Text("Schedule", "spec.schedule"),
        new("Timezone", "string", (content, _) => Cells.OrNone(ObjectMetadata.Text(content["spec"]?["timeZone"]))),
        new("Suspend", "boolean", (content, _) => Cells.At(content, "spec.suspend") is JsonValue { } suspend && suspend.TryGetValue<bool>(out var on) && on ? "True" : "False"),
        new("Active", "integer", (content, _) => (content["status"]?["active"] as JsonArray ?? []).Count),
        new("Last Schedule", "string", (content, now) => content["status"]?["lastScheduleTime"] is { } last ? HumanTime.Since(last, now) : "<none>"),
        Cells.Age,
    ];

    private static string JobStatus(JsonObject job)
    {
        string[] types = ["Complete", "Failed"];
        if (Array.Find(types, type => Cells.HasCondition(job, type)) is { } ended)
        {
            return ended;
        }

        if (job["metadata"]?["deletionTimestamp"] is not null)
        {
            return "Terminating";
        }

        types = ["Suspended", "FailureTarget", "SuccessCriteriaMet"];
        return Array.Find(types, type => Cells.HasCondition(job, type)) ?? "Running";
    }

    private static string Completions(JsonObject job)
    {
        var succeeded = Cells.Count(Cells.At(job, "status.succeeded"));
        if (job["spec"]?["completions"] is { } completions)
        {
            return $"{succeeded}/{completions}";
        }

        var parallelism = Cells.Count(Cells.At(job, "spec.parallelism"));
        return parallelism > 1 ? $"{succeeded}/1 of {parallelism}" : $"{succeeded}/1";
    }

    private static JsonNode Duration(JsonObject job, DateTimeOffset now)
    {
        if (HumanTime.Read(job["status"]?["startTime"]) is not { } start)
        {
            return "";
        }

        return HumanTime.Format((HumanTime.Read(job["status"]?["completionTime"]) ?? now) - start);
    }
}
