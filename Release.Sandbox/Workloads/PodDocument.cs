using System.Text.Json.Nodes;
using Release.Sandbox.Clusters;
using Release.Sandbox.Hosting;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Workloads;

/// <summary>A pod's status as its node reports it.</summary>
internal static class PodDocument
{
    /// <summary>Where this pod alone answers, for whoever wants to look past the service.</summary>
    public const string AddressAnnotation = "sandbox.release/address";

    /// <summary>What the scheduler adds to a pod that it gives a node.</summary>
    public static void Bind(JsonObject content, PodRuntime pod, ClusterContext cluster)
    {
        var metadata = content["metadata"]!.AsObject();
        metadata["annotations"] ??= new JsonObject();
        metadata["annotations"]![AddressAnnotation] = new Uri(cluster.ServicesAddress, $"pods/{pod.Name.Namespace}/{pod.Name.Name}/").ToString();
        content["spec"]!["nodeName"] = "sandbox";
    }

    public static JsonObject Status(PodRuntime pod)
    {
        var started = pod.Started;
        var ended = pod.Phase is PodPhase.Succeeded or PodPhase.Failed;
        var ready = pod.Phase == PodPhase.Ready || (pod is { RunsToEnd: true, Phase: PodPhase.Running });
        var since = ended ? pod.LastFinishedAt!.Value : pod.RunsToEnd && ready ? pod.StartedAt : ready ? pod.ReadyAt : pod.CreatedAt;
        var reason = pod.Phase switch { PodPhase.Succeeded => "PodCompleted", PodPhase.Failed => "PodFailed", _ => "ContainersNotReady" };
        return new JsonObject
        {
            ["phase"] = ended ? pod.Phase.ToString() : started ? "Running" : "Pending",
            ["conditions"] = new JsonArray(
                Condition("PodReadyToStartContainers", true, pod.CreatedAt),
                Condition("Initialized", true, pod.CreatedAt),
                Condition("Ready", ready, since, reason, pod.Container),
                Condition("ContainersReady", ready, since, reason, pod.Container),
                Condition("PodScheduled", true, pod.CreatedAt)),
            ["hostIP"] = "127.0.0.1",
            ["podIP"] = "127.0.0.1",
            ["startTime"] = Rfc3339.Format(pod.CreatedAt),
            ["containerStatuses"] = new JsonArray(Container(pod, started, ready)),
            ["qosClass"] = "Burstable",
        };
    }

    private static JsonObject Condition(string type, bool holds, DateTimeOffset since, string reason = "", string? container = null)
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
            condition["reason"] = reason;
            if (reason == "ContainersNotReady")
            {
                condition["message"] = $"containers with unready status: [{container}]";
            }
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
        ["lastState"] = pod.LastFinishedAt is null || pod.Restarts == 0 ? new JsonObject() : new JsonObject { ["terminated"] = Terminated(pod) },
    };

    private static JsonObject State(PodRuntime pod) => pod.Phase switch
    {
        PodPhase.Running or PodPhase.Ready => new JsonObject { ["running"] = new JsonObject { ["startedAt"] = Rfc3339.Format(pod.StartedAt) } },
        PodPhase.ErrImagePull => Waiting("ErrImagePull", PodLifecycle.PullError(pod.Image)),
        PodPhase.ImagePullBackOff => Waiting("ImagePullBackOff", $"Back-off pulling image \"{pod.Image}\": ErrImagePull: {PodLifecycle.PullError(pod.Image)}"),
        PodPhase.CrashLoopBackOff => Waiting("CrashLoopBackOff", $"back-off {PodLifecycle.BackOff(pod.Restarts).TotalSeconds:0}s restarting failed container={pod.Container} pod={pod.Name.Name}_{pod.Name.Namespace}({pod.Uid})"),
        PodPhase.Succeeded or PodPhase.Failed => new JsonObject { ["terminated"] = Terminated(pod) },
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
        ["exitCode"] = pod.ExitCode,
        ["reason"] = pod.ExitCode == 0 ? "Completed" : "Error",
        ["startedAt"] = Rfc3339.Format(pod.LastStartedAt ?? pod.StartedAt),
        ["finishedAt"] = Rfc3339.Format(pod.LastFinishedAt!.Value),
        ["containerID"] = $"containerd://{PodNames.Hash(pod.Uid + pod.Restarts, 24)}",
    };
}
