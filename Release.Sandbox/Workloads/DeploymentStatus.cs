using System.Text.Json.Nodes;
using Release.Sandbox.Controllers;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.Workloads;

/// <summary>Computes a Deployment's status from its ReplicaSets, with the conditions, reasons and messages of the real controller.</summary>
internal sealed class DeploymentStatus(DeploymentSpec spec, ReplicaSetState? current, IReadOnlyList<ReplicaSetState> all, DateTimeOffset now)
{
    private const string Complete = "NewReplicaSetAvailable";
    private const string TimedOut = "ProgressDeadlineExceeded";

    private readonly JsonNode? _before = spec.Content["status"];
    private readonly int _replicas = all.Sum(set => set.Replicas);
    private readonly int _available = all.Sum(set => set.Available);
    private readonly int _ready = all.Sum(set => set.Ready);
    private readonly int _updated = current?.Replicas ?? 0;

    private bool IsComplete => _updated == spec.Replicas && _replicas == spec.Replicas && _available == spec.Replicas;

    /// <param name="found">Reason and message when the ReplicaSet of the template was just created or found.</param>
    public JsonObject Write((string Reason, string Message)? found)
    {
        var status = new JsonObject { ["observedGeneration"] = spec.Generation };
        Count(status, "replicas", _replicas);
        Count(status, "updatedReplicas", _updated);
        Count(status, "readyReplicas", _ready);
        Count(status, "availableReplicas", _available);
        Count(status, "unavailableReplicas", Math.Max(0, all.Sum(set => set.Desired) - _available));
        status["conditions"] = new JsonArray(Available(), Progressing(found));
        return status;
    }

    /// <summary>When the progress deadline of a rollout ends; null for none.</summary>
    public static DateTimeOffset? Deadline(DeploymentSpec spec, JsonObject status)
    {
        var progressing = status.Condition("Progressing");
        return progressing?["reason"].Text() is Complete or TimedOut || spec.Paused
            ? null
            : progressing?["lastUpdateTime"].Instant() + TimeSpan.FromSeconds(spec.DeadlineSeconds);
    }

    private JsonObject Available()
    {
        var holds = _available >= spec.Replicas - spec.MaxUnavailable;
        return Condition(
            "Available",
            holds,
            holds ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
            holds ? "Deployment has minimum availability." : "Deployment does not have minimum availability.",
            updated: false);
    }

    private JsonObject Progressing((string Reason, string Message)? found)
    {
        var before = _before.Condition("Progressing");
        var reason = before?["reason"].Text() ?? "";
        if (found is { } news)
        {
            return Condition("Progressing", true, news.Reason, news.Message, updated: true);
        }

        var settled = reason == Complete && _replicas == _updated && before is not null;
        if (!settled && IsComplete)
        {
            return Condition("Progressing", true, Complete, $"ReplicaSet \"{spec.ReplicaSet}\" has successfully progressed.", updated: true);
        }

        if (!settled && HasMoved())
        {
            return Condition("Progressing", true, "ReplicaSetUpdated", $"ReplicaSet \"{spec.ReplicaSet}\" is progressing.", updated: true);
        }

        if (!settled && reason != TimedOut && before?["lastUpdateTime"].Instant() + TimeSpan.FromSeconds(spec.DeadlineSeconds) <= now)
        {
            return Condition("Progressing", false, TimedOut, $"ReplicaSet \"{spec.ReplicaSet}\" has timed out progressing.", updated: true);
        }

        return before?.DeepClone().AsObject()
            ?? Condition("Progressing", true, "ReplicaSetUpdated", $"ReplicaSet \"{spec.ReplicaSet}\" is progressing.", updated: true);
    }

    private bool HasMoved()
    {
        var updated = Was("updatedReplicas");
        return _updated > updated
            || _replicas - _updated < Was("replicas") - updated
            || _ready > Was("readyReplicas")
            || _available > Was("availableReplicas");
    }

    private int Was(string count) => _before?[count].Number() ?? 0;

    private JsonObject Condition(string type, bool holds, string reason, string message, bool updated)
    {
        var before = _before.Condition(type);
        var status = holds ? "True" : "False";
        var same = before?["status"].Text() == status;
        return new JsonObject
        {
            ["type"] = type,
            ["status"] = status,
            ["reason"] = reason,
            ["message"] = message,
            ["lastUpdateTime"] = same && !updated ? before!["lastUpdateTime"]?.DeepClone() : Rfc3339.Format(now),
            ["lastTransitionTime"] = same ? before!["lastTransitionTime"]?.DeepClone() : Rfc3339.Format(now),
        };
    }

    private static void Count(JsonObject status, string name, int value)
    {
        if (value != 0)
        {
            status[name] = value;
        }
    }
}
