using System.Text.Json.Nodes;
using Release.Sandbox.Hosting;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Workloads;

/// <summary>Status of a Deployment, and its ReplicaSets, as the API shows them. Counts of zero are left out, as a real cluster leaves them out.</summary>
internal static class DeploymentDocument
{
    public static JsonObject Status(DeploymentRuntime runtime)
    {
        var status = new JsonObject { ["observedGeneration"] = runtime.Generation };
        Count(status, "replicas", runtime.Pods.Count);
        Count(status, "updatedReplicas", runtime.Updated.Count());
        Count(status, "readyReplicas", runtime.ReadyCount);
        Count(status, "availableReplicas", runtime.ReadyCount);
        Count(status, "unavailableReplicas", Math.Max(0, Math.Max(runtime.Replicas, runtime.Pods.Count) - runtime.ReadyCount));
        status["conditions"] = new JsonArray(Available(runtime), Progressing(runtime));
        return status;
    }

    public static JsonObject ReplicaSet(DeploymentRuntime runtime)
    {
        var labels = Labels(runtime);
        var template = runtime.Template.DeepClone().AsObject();
        if (template["metadata"] is not JsonObject metadata)
        {
            template["metadata"] = metadata = [];
        }

        metadata["labels"] = labels.DeepClone();
        return new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["namespace"] = runtime.Name.Namespace,
                ["name"] = runtime.ReplicaSet,
                ["labels"] = labels,
                ["annotations"] = new JsonObject { ["deployment.kubernetes.io/revision"] = $"{runtime.Revision}" },
                ["ownerReferences"] = new JsonArray(PodDocument.Owner(ResourceKinds.Deployments, runtime.Name.Name, runtime.Uid)),
            },
            ["spec"] = new JsonObject
            {
                ["replicas"] = 0,
                ["selector"] = new JsonObject { ["matchLabels"] = labels.DeepClone() },
                ["template"] = template,
            },
            ["status"] = new JsonObject { ["replicas"] = 0 },
        };
    }

    public static JsonObject Labels(DeploymentRuntime runtime)
    {
        var labels = runtime.Labels.DeepClone().AsObject();
        labels["pod-template-hash"] = runtime.Hash;
        return labels;
    }

    public static JsonObject ReplicaSetStatus(int pods, int ready, int generation)
    {
        var status = new JsonObject { ["replicas"] = pods, ["observedGeneration"] = generation };
        Count(status, "fullyLabeledReplicas", pods);
        Count(status, "readyReplicas", ready);
        Count(status, "availableReplicas", ready);
        return status;
    }

    private static JsonObject Available(DeploymentRuntime runtime) => Condition(
        "Available",
        runtime.Available,
        runtime.Available ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
        runtime.Available ? "Deployment has minimum availability." : "Deployment does not have minimum availability.",
        runtime.AvailableSince);

    private static JsonObject Progressing(DeploymentRuntime runtime)
    {
        var (reason, message) = runtime switch
        {
            { DeadlineExceeded: true } => ("ProgressDeadlineExceeded", $"ReplicaSet \"{runtime.ReplicaSet}\" has timed out progressing."),
            { Complete: true } => ("NewReplicaSetAvailable", $"ReplicaSet \"{runtime.ReplicaSet}\" has successfully progressed."),
            { MostUpdated: 0 } => ("NewReplicaSetCreated", $"Created new replica set \"{runtime.ReplicaSet}\""),
            _ => ("ReplicaSetUpdated", $"ReplicaSet \"{runtime.ReplicaSet}\" is progressing."),
        };
        var condition = Condition("Progressing", !runtime.DeadlineExceeded, reason, message, runtime.ProgressingSince);
        condition["lastUpdateTime"] = Rfc3339.Format(runtime.LastProgress);
        return condition;
    }

    private static JsonObject Condition(string type, bool holds, string reason, string message, DateTimeOffset since) => new()
    {
        ["type"] = type,
        ["status"] = holds ? "True" : "False",
        ["reason"] = reason,
        ["message"] = message,
        ["lastUpdateTime"] = Rfc3339.Format(since),
        ["lastTransitionTime"] = Rfc3339.Format(since),
    };

    private static void Count(JsonObject status, string name, int value)
    {
        if (value != 0)
        {
            status[name] = value;
        }
    }
}
