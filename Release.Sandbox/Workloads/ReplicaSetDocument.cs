using System.Text.Json.Nodes;
using Release.Sandbox.Controllers;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Workloads;

/// <summary>The ReplicaSet that a Deployment's controller makes for a template.</summary>
internal static class ReplicaSetDocument
{
    private const string HashLabel = "pod-template-hash";

    public static JsonObject Create(DeploymentSpec spec, string revision)
    {
        var template = spec.Template.DeepClone().AsObject();
        template["metadata"] ??= new JsonObject();
        var labels = template["metadata"]!["labels"] as JsonObject ?? [];
        labels = labels.DeepClone().AsObject();
        labels[HashLabel] = spec.Hash;
        template["metadata"]!["labels"] = labels;
        var selector = spec.Content["spec"]?["selector"]?.DeepClone() as JsonObject ?? [];
        selector["matchLabels"] ??= new JsonObject();
        selector["matchLabels"]![HashLabel] = spec.Hash;
        return new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["namespace"] = spec.Name.Namespace,
                ["name"] = spec.ReplicaSet,
                ["labels"] = labels.DeepClone(),
                ["annotations"] = new JsonObject
                {
                    ["deployment.kubernetes.io/desired-replicas"] = $"{spec.Replicas}",
                    ["deployment.kubernetes.io/max-replicas"] = $"{spec.Replicas + spec.MaxSurge}",
                    [DeploymentSpec.RevisionAnnotation] = revision,
                },
                ["ownerReferences"] = new JsonArray(OwnerReference.To(ResourceKinds.Deployments, spec.Name.Name, spec.Uid)),
            },
            ["spec"] = new JsonObject { ["replicas"] = 0, ["selector"] = selector, ["template"] = template },
            ["status"] = new JsonObject { ["replicas"] = 0 },
        };
    }
}

/// <summary>The part of a ReplicaSet that the Deployment controller needs.</summary>
internal sealed record ReplicaSetState(ObjectName Name, string Hash, int Revision, int Desired, int Replicas, int Ready, int Available, DateTimeOffset CreatedAt)
{
    public static ReplicaSetState Read(ObjectName name, JsonObject content)
    {
        var metadata = content["metadata"]!;
        var status = content["status"];
        return new ReplicaSetState(
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
