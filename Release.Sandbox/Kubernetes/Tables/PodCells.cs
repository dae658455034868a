using System.Text.Json.Nodes;

namespace Release.Sandbox.Kubernetes.Tables;

/// <summary>A pod's row. Its status is the most specific reason among its containers.</summary>
internal static class PodCells
{
    public static readonly TableColumn[] Columns =
    [
        TableCells.Name,
        new("Ready", "string", (pod, _) => $"{Containers(pod).Count(IsReady)}/{(pod["spec"]?["containers"] as JsonArray ?? []).Count}"),
        new("Status", "string", (pod, _) => Status(pod)),
        new("Restarts", "string", Restarts),
        TableCells.Age,
        new("IP", "string", (pod, _) => TableCells.OrNone(ObjectMetadata.Text(pod["status"]?["podIP"])), 1),
        new("Node", "string", (pod, _) => TableCells.OrNone(ObjectMetadata.Text(pod["spec"]?["nodeName"])), 1),
        new("Nominated Node", "string", (pod, _) => TableCells.OrNone(ObjectMetadata.Text(pod["status"]?["nominatedNodeName"])), 1),
        new("Readiness Gates", "string", (_, _) => "<none>", 1),
    ];

    private static List<JsonNode?> Containers(JsonObject pod) => [.. pod["status"]?["containerStatuses"] as JsonArray ?? []];

    private static bool IsReady(JsonNode? container) => container?["ready"]?.GetValue<bool>() == true && container["state"]?["running"] is not null;

    private static string Status(JsonObject pod)
    {
        var phase = ObjectMetadata.Text(pod["status"]?["phase"]);
        var reason = ObjectMetadata.Text(pod["status"]?["reason"]) is { Length: > 0 } given ? given : phase.Length > 0 ? phase : "Pending";
        if (Initializing(pod) is { } initializing)
        {
            reason = initializing;
        }
        else
        {
            reason = OfContainers(pod, reason);
        }

        if (pod["metadata"]?["deletionTimestamp"] is not null)
        {
            return ObjectMetadata.Text(pod["status"]?["reason"]) == "NodeLost" ? "Unknown" : phase is "Succeeded" or "Failed" ? reason : "Terminating";
        }

        return reason;
    }

    private static string? Initializing(JsonObject pod)
    {
        var all = (pod["spec"]?["initContainers"] as JsonArray ?? []).Count;
        var statuses = pod["status"]?["initContainerStatuses"] as JsonArray ?? [];
        for (var index = 0; index < statuses.Count; index++)
        {
            var state = statuses[index]?["state"];
            if (state?["terminated"] is { } terminated)
            {
                if (TableCells.Count(terminated["exitCode"]) == 0)
                {
                    continue;
                }

                return $"Init:{Terminated(terminated)}";
            }

            return ObjectMetadata.Text(state?["waiting"]?["reason"]) is { Length: > 0 } waiting and not "PodInitializing" ? $"Init:{waiting}" : $"Init:{index}/{all}";
        }

        return null;
    }

    private static string OfContainers(JsonObject pod, string reason)
    {
        var running = false;
        foreach (var container in Enumerable.Reverse(Containers(pod)))
        {
            var state = container?["state"];
            if (ObjectMetadata.Text(state?["waiting"]?["reason"]) is { Length: > 0 } waiting)
            {
                reason = waiting;
            }
            else if (state?["terminated"] is { } terminated)
            {
                reason = Terminated(terminated);
            }
            else
            {
                running |= IsReady(container);
            }
        }

        // One of several containers has ended, and others still run.
        return reason == "Completed" && running ? TableCells.HasCondition(pod, "Ready") ? "Running" : "NotReady" : reason;
    }

    private static string Terminated(JsonNode terminated)
    {
        if (ObjectMetadata.Text(terminated["reason"]) is { Length: > 0 } reason)
        {
            return reason;
        }

        return TableCells.Count(terminated["signal"]) is > 0 and var signal ? $"Signal:{signal}" : $"ExitCode:{TableCells.Count(terminated["exitCode"])}";
    }

    private static JsonNode Restarts(JsonObject pod, DateTimeOffset now)
    {
        var containers = Containers(pod);
        var restarts = containers.Sum(container => TableCells.Count(container?["restartCount"]));
        var last = containers.Max(container => HumanDuration.Read(container?["lastState"]?["terminated"]?["finishedAt"]));
        return restarts > 0 && last is { } time ? $"{restarts} ({HumanDuration.Format(now - time)} ago)" : $"{restarts}";
    }
}
