using System.Text.Json.Nodes;
using Release.Sandbox.Controllers;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Workloads;

/// <summary>A ReplicaSet as a Deployment's controller looks at it.</summary>
internal sealed record ReplicaSetFacts(ObjectName Name, string Hash, int Revision, int Desired, int Replicas, int Ready, int Available, DateTimeOffset CreatedAt)
{
    public static ReplicaSetFacts Read(ObjectName name, JsonObject content)
    {
        var metadata = content["metadata"]!;
        var status = content["status"];
        return new ReplicaSetFacts(
            name,
            metadata["labels"]?["pod-template-hash"].Text() ?? "",
            int.TryParse(metadata["annotations"]?[DeploymentSpec.RevisionAnnotation].Text(), out var revision) ? revision : 0,
            content["spec"]?["replicas"].Number(1) ?? 1,
            status?["replicas"].Number() ?? 0,
            status?["readyReplicas"].Number() ?? 0,
            status?["availableReplicas"].Number() ?? 0,
            metadata["creationTimestamp"].Instant() ?? DateTimeOffset.UnixEpoch);
    }
}
