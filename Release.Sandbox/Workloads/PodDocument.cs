using System.Text.Json.Nodes;
using Release.Sandbox.Clusters;
using Release.Sandbox.Hosting;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Workloads;

/// <summary>A Deployment's pod as the API shows it.</summary>
internal static class PodDocument
{
    /// <summary>Where this pod alone answers, for whoever wants to look past the service.</summary>
    public const string AddressAnnotation = "sandbox.release/address";

    public static JsonObject Create(PodRuntime pod, string replicaSetUid, ClusterContext cluster) => new()
    {
        ["metadata"] = new JsonObject
        {
            ["namespace"] = pod.Name.Namespace,
            ["name"] = pod.Name.Name,
            ["labels"] = pod.Labels.DeepClone(),
            ["annotations"] = new JsonObject
            {
                [AddressAnnotation] = new Uri(cluster.ServicesAddress, $"pods/{pod.Name.Namespace}/{pod.Name.Name}/").ToString(),
            },
            ["ownerReferences"] = new JsonArray(Owner(ResourceKinds.ReplicaSets, pod.ReplicaSet, replicaSetUid)),
        },
        ["spec"] = new JsonObject
        {
            ["containers"] = new JsonArray(new JsonObject { ["name"] = pod.Container, ["image"] = pod.Image }),
            ["nodeName"] = "sandbox",
            ["restartPolicy"] = "Always",
        },
        ["status"] = Status(pod),
    };

    public static JsonObject Owner(ResourceKind kind, string name, string uid) => new()
    {
        ["apiVersion"] = kind.ApiVersion,
        ["kind"] = kind.Kind,
        ["name"] = name,
        ["uid"] = uid,
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };

    public static JsonObject Status(PodRuntime pod)
    {
        var started = pod.Phase is PodPhase.Running or PodPhase.Ready or PodPhase.CrashLoopBackOff;
        var ready = pod.Phase == PodPhase.Ready;
        var since = ready ? pod.ReadyAt : pod.CreatedAt;
        return new JsonObject
        {
            ["phase"] = started ? "Running" : "Pending",
            ["conditions"] = new JsonArray(
                Condition("PodReadyToStartContainers", true, pod.CreatedAt),
                Condition("Initialized", true, pod.CreatedAt),
                Condition("Ready", ready, since, pod.Container),
                Condition("ContainersReady", ready, since, pod.Container),
                Condition("PodScheduled", true, pod.CreatedAt)),
            ["hostIP"] = "127.0.0.1",
            ["podIP"] = "127.0.0.1",
            ["startTime"] = Rfc3339.Format(pod.CreatedAt),
            ["containerStatuses"] = new JsonArray(Container(pod, started, ready)),
            ["qosClass"] = "Burstable",
        };
    }

    private static JsonObject Condition(string type, bool holds, DateTimeOffset since, string? container = null)
    {
        var condition = new JsonObject
        {
            ["type"] = type,
            ["status"] = holds ? "True" : "False",
            ["lastProbeTime"] = null,
            ["lastTransitionTime"] = Rfc3339.Format(since),
        };
        if (!holds)
        {
            condition["reason"] = "ContainersNotReady";
            condition["message"] = $"containers with unready status: [{container}]";
        }

        return condition;
    }

    private static JsonObject Container(PodRuntime pod, bool started, bool ready) => new()
    {
        ["name"] = pod.Container,
        ["image"] = pod.Image,
        ["imageID"] = started ? Images.IdOf(pod.Image) : "",
        ["ready"] = ready,
        ["started"] = pod.Phase is PodPhase.Running or PodPhase.Ready,
        ["restartCount"] = pod.Restarts,
        ["state"] = State(pod),
        ["lastState"] = pod.LastFinishedAt is null ? new JsonObject() : new JsonObject { ["terminated"] = Terminated(pod) },
    };

    private static JsonObject State(PodRuntime pod) => pod.Phase switch
    {
        PodPhase.Running or PodPhase.Ready => new JsonObject { ["running"] = new JsonObject { ["startedAt"] = Rfc3339.Format(pod.StartedAt) } },
        PodPhase.ErrImagePull => Waiting("ErrImagePull", PodLifecycle.PullError(pod.Image)),
        PodPhase.ImagePullBackOff => Waiting("ImagePullBackOff", $"Back-off pulling image \"{pod.Image}\": ErrImagePull: {PodLifecycle.PullError(pod.Image)}"),
        PodPhase.CrashLoopBackOff => Waiting("CrashLoopBackOff", $"back-off {PodLifecycle.BackOff(pod.Restarts).TotalSeconds:0}s restarting failed container={pod.Container} pod={pod.Name.Name}_{pod.Name.Namespace}({pod.Uid})"),
        _ => Waiting("ContainerCreating", null),
    };

    private static JsonObject Waiting(string reason, string? message)
    {
        var waiting = new JsonObject { ["reason"] = reason };
        if (message is not null)
        {
            waiting["message"] = message;
        }

        return new JsonObject { ["waiting"] = waiting };
    }

    private static JsonObject Terminated(PodRuntime pod) => new()
    {
        ["exitCode"] = 1,
        ["reason"] = "Error",
        ["startedAt"] = Rfc3339.Format(pod.LastStartedAt ?? pod.CreatedAt),
        ["finishedAt"] = Rfc3339.Format(pod.LastFinishedAt!.Value),
        ["containerID"] = $"containerd://{PodNames.Hash(pod.Uid + pod.Restarts, 24)}",
    };
}
