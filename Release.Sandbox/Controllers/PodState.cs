using System.Text.Json.Nodes;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Controllers;

/// <summary>The part of a stored pod that controllers need.</summary>
internal sealed record PodState(ObjectName Name, string Uid, IReadOnlyDictionary<string, string> Labels)
{
    /// <summary>Pending, Running, Succeeded, Failed or Unknown.</summary>
    public required string Phase { get; init; }

    /// <summary>Condition Ready is True.</summary>
    public required bool Ready { get; init; }

    public required bool Terminating { get; init; }

    public required string Node { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required int Restarts { get; init; }

    /// <summary>When its last container ended; null while none has.</summary>
    public required DateTimeOffset? FinishedAt { get; init; }

    public bool Finished => Phase is "Succeeded" or "Failed";

    /// <summary>Counts towards a ReplicaSet's replicas.</summary>
    public bool Active => !Finished && !Terminating;

    public static PodState Read(StoredObject pod, JsonObject content)
    {
        var metadata = content["metadata"]!;
        var status = content["status"];
        return new PodState(pod.Name, metadata["uid"].Text(), pod.Labels)
        {
            Phase = status?["phase"].Text() is { Length: > 0 } phase ? phase : "Pending",
            Ready = status.Holds("Ready"),
            Terminating = metadata["deletionTimestamp"] is not null,
            Node = content["spec"]?["nodeName"].Text() ?? "",
            CreatedAt = metadata["creationTimestamp"].Instant() ?? DateTimeOffset.UnixEpoch,
            FinishedAt = (status?["containerStatuses"] as JsonArray ?? []).Max(container => container?["state"]?["terminated"]?["finishedAt"].Instant()),
            Restarts = (status?["containerStatuses"] as JsonArray ?? []).Sum(container => container?["restartCount"].Number() ?? 0),
        };
    }
}
