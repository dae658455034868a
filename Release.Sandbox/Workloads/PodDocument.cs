using System.Text.Json.Nodes;
using Release.Sandbox.Controllers;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.Workloads;

/// <summary>Writes a pod's status as the scheduler and its node do.</summary>
internal static class PodDocument
{
    /// <summary>Number of nodes in a cluster.</summary>
    public const int Nodes = 3;

    /// <summary>The annotation with the address of this pod, past the service.</summary>
    public const string AddressAnnotation = "sandbox.release/address";

    public static readonly string NoRoom =
        $"0/{Nodes} nodes are available: {Nodes} Insufficient memory. preemption: 0/{Nodes} nodes are available: {Nodes} No preemption victims found for incoming pod.";

    public static string NodeAddress(int node) => $"10.1.0.{node + 10}";

    public static string NodeName(int node) => $"sandbox-node-{node + 1}";

    /// <summary>The scheduler's changes to a pod that it assigns to a node.</summary>
    public static void Bind(JsonObject content, PodRuntime pod, ClusterContext cluster)
    {
        var metadata = content["metadata"]!.AsObject();
        metadata["annotations"] ??= new JsonObject();
        metadata["annotations"]![AddressAnnotation] = new Uri(cluster.ServicesAddress, $"pods/{pod.Name.Namespace}/{pod.Name.Name}/").ToString();
        content["spec"]!["nodeName"] = NodeName(pod.Node);
    }

    public static JsonObject Status(PodRuntime pod)
    {
        if (!pod.IsScheduled)
        {
            return Unscheduled(pod);
        }

        var ready = pod.Phase == PodPhase.Ready || (pod is { RunsToEnd: true, Phase: PodPhase.Running });
        var since = pod switch
        {
            { Ended: true } => pod.LastFinishedAt!.Value,
            { RunsToEnd: true } => pod.StartedAt,
            _ when ready => pod.ReadyAt,
            _ => pod.CreatedAt,
        };
        var reason = pod.Phase switch { PodPhase.Succeeded => "PodCompleted", PodPhase.Failed => "PodFailed", _ => "ContainersNotReady" };
        return new JsonObject
        {
            ["phase"] = pod.Ended ? pod.Phase.ToString() : pod.Started ? "Running" : "Pending",
            ["conditions"] = new JsonArray(
                Condition("PodReadyToStartContainers", !pod.Ended, pod.Ended ? since : pod.CreatedAt),
                Condition("Initialized", true, pod.CreatedAt, pod.Phase == PodPhase.Succeeded ? reason : ""),
                NotReady(Condition("Ready", ready, since), pod, ready, reason),
                NotReady(Condition("ContainersReady", ready, since), pod, ready, reason),
                Condition("PodScheduled", true, pod.CreatedAt)),
            ["hostIP"] = NodeAddress(pod.Node),
            ["hostIPs"] = new JsonArray(new JsonObject { ["ip"] = NodeAddress(pod.Node) }),
            ["podIP"] = pod.Ip,
            ["podIPs"] = new JsonArray(new JsonObject { ["ip"] = pod.Ip }),
            ["startTime"] = Rfc3339.Format(pod.CreatedAt),
            ["containerStatuses"] = new JsonArray([.. pod.Containers.Select(container => Container(pod, container, ready))]),
            ["qosClass"] = "Burstable",
        };
    }

    private static JsonObject Unscheduled(PodRuntime pod)
    {
        var condition = Condition("PodScheduled", false, pod.CreatedAt, "Unschedulable");
        condition["message"] = NoRoom;
        return new JsonObject { ["phase"] = "Pending", ["conditions"] = new JsonArray(condition), ["qosClass"] = "Burstable" };
    }

    private static JsonObject Condition(string type, bool holds, DateTimeOffset since, string reason = "")
    {
        var condition = new JsonObject
        {
            ["type"] = type,
            ["status"] = holds ? "True" : "False",
            ["lastProbeTime"] = null,
            ["lastTransitionTime"] = Rfc3339.Format(since),
        };
        if (reason.Length > 0)
        {
            condition["reason"] = reason;
        }

        return condition;
    }

    private static JsonObject NotReady(JsonObject condition, PodRuntime pod, bool ready, string reason)
    {
        if (!ready)
        {
            condition["reason"] = reason;
            if (!pod.Ended)
            {
                condition["message"] = $"containers with unready status: [{string.Join(' ', pod.Containers.Select(container => container.Name))}]";
            }
        }

        return condition;
    }

    private static JsonObject Container(PodRuntime pod, PodContainer container, bool ready)
    {
        var status = new JsonObject
        {
            ["name"] = container.Name,
            ["image"] = container.Image,
            ["imageID"] = pod.Started ? Images.IdOf(container.Image) : "",
            ["ready"] = ready,
            ["started"] = pod.Phase is PodPhase.Running or PodPhase.Ready,
            ["restartCount"] = pod.Restarts,
            ["state"] = State(pod, container),
            ["lastState"] = pod is { Restarts: > 0, LastFinishedAt: not null } ? new JsonObject { ["terminated"] = Terminated(pod, container, pod.Restarts - 1) } : [],
        };
        if (pod.Started)
        {
            status["containerID"] = ContainerId(pod, container, pod.Restarts);
        }

        return status;
    }

    private static JsonObject State(PodRuntime pod, PodContainer container) => pod.Phase switch
    {
        PodPhase.Running or PodPhase.Ready => new JsonObject { ["running"] = new JsonObject { ["startedAt"] = Rfc3339.Format(pod.StartedAt) } },
        PodPhase.ErrImagePull => Waiting("ErrImagePull", PodLifecycle.PullError(pod.Image)),
        PodPhase.ImagePullBackOff => Waiting("ImagePullBackOff", $"Back-off pulling image \"{pod.Image}\": ErrImagePull: {PodLifecycle.PullError(pod.Image)}"),
        PodPhase.CrashLoopBackOff => Waiting("CrashLoopBackOff", $"back-off {PodLifecycle.BackOff(pod.Restarts).TotalSeconds:0}s restarting failed container={pod.Container} pod={pod.Name.Name}_{pod.Name.Namespace}({pod.Uid})"),
        PodPhase.Terminated or PodPhase.Succeeded or PodPhase.Failed => new JsonObject { ["terminated"] = Terminated(pod, container, pod.Restarts) },
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

    private static JsonObject Terminated(PodRuntime pod, PodContainer container, int life)
    {
        // Argo's sidecar succeeds whatever the main container's exit code.
        var exitCode = container == pod.Main ? pod.ExitCode : 0;
        return new JsonObject
        {
            ["exitCode"] = exitCode,
            ["reason"] = exitCode switch { 0 => "Completed", PodLifecycle.OutOfMemory => "OOMKilled", _ => "Error" },
            ["startedAt"] = Rfc3339.Format(pod.LastStartedAt ?? pod.StartedAt),
            ["finishedAt"] = Rfc3339.Format(pod.LastFinishedAt!.Value),
            ["containerID"] = ContainerId(pod, container, life),
        };
    }

    private static string ContainerId(PodRuntime pod, PodContainer container, int life) =>
        $"containerd://{Images.DigestOf($"{pod.Uid}/{container.Name}/{life}")}";
}

/// <summary>One container of a pod.</summary>
internal sealed record PodContainer(string Name, string Image);
