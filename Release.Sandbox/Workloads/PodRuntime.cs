using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Release.Sandbox.Controllers;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Workloads;

/// <summary>A node's state of a pod.</summary>
internal sealed class PodRuntime
{
    public required ObjectName Name { get; init; }

    public required string Uid { get; init; }

    /// <summary>The containers of its spec.</summary>
    public required IReadOnlyList<PodContainer> Containers { get; init; }

    /// <summary>The container that determines the pod's state: <c>main</c>, or the first.</summary>
    public required PodContainer Main { get; init; }

    /// <summary>Label <c>app.kubernetes.io/component</c>.</summary>
    public required string Component { get; init; }

    /// <summary>Whether it runs to completion: restartPolicy is not Always.</summary>
    public required bool RunsToEnd { get; init; }

    /// <summary>The target of its smoke tests; null for other pods.</summary>
    public required SmokeTestTarget? SmokeTest { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string Container => Main.Name;

    public string Image => Main.Image;

    /// <summary>The image's repository name, for looking up misbehaviours.</summary>
    public string Application => Images.NameOf(Image);

    public string Tag => Images.TagOf(Image);

    public PodPhase Phase { get; set; }

    /// <summary>When its state changes next; null when it does not.</summary>
    public DateTimeOffset? DueAt { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset ReadyAt { get; set; }

    public DateTimeOffset? LastStartedAt { get; set; }

    public DateTimeOffset? LastFinishedAt { get; set; }

    public int ExitCode { get; set; }

    public int Restarts { get; set; }

    public int Pulls { get; set; }

    /// <summary>Whether a readiness probe has failed; such a pod becomes ready as soon as the fault ends.</summary>
    public bool Slowed { get; set; }

    public bool IsScheduled => Phase != PodPhase.Unschedulable;

    public bool Started => Phase is PodPhase.Running or PodPhase.Ready or PodPhase.Terminated or PodPhase.CrashLoopBackOff or PodPhase.Succeeded or PodPhase.Failed;

    public bool Ended => Phase is PodPhase.Succeeded or PodPhase.Failed;

    /// <summary>Whether it has ended or is ready, so that only a changed fault can change it.</summary>
    public bool IsSettled => Ended || Phase == PodPhase.Ready;

    /// <summary>One of <see cref="PodDocument.Nodes"/>, the same for a pod as long as it lives.</summary>
    public int Node => Digest()[0] % PodDocument.Nodes;

    public string Ip => $"10.{64 + (Digest()[1] % 64)}.{Digest()[2]}.{1 + (Digest()[3] % 254)}";

    public static PodRuntime Of(StoredObject pod, JsonObject content, DateTimeOffset now)
    {
        var spec = content["spec"];
        var documents = spec?["containers"] as JsonArray ?? [];
        List<PodContainer> containers = [.. documents.Select(entry => new PodContainer(entry!["name"].Text(), entry["image"].Text()))];
        var main = Math.Max(0, containers.FindIndex(container => container.Name == "main"));
        return new PodRuntime
        {
            Name = pod.Name,
            Uid = content["metadata"]!["uid"].Text(),
            Containers = containers,
            Main = main < containers.Count ? containers[main] : new PodContainer("app", ""),
            Component = pod.Labels.GetValueOrDefault("app.kubernetes.io/component", ""),
            RunsToEnd = spec?["restartPolicy"].Text() is "Never" or "OnFailure",
            SmokeTest = main < documents.Count ? SmokeTestTarget.Of(documents[main], pod.Labels) : null,
            CreatedAt = now,
        };
    }

    private byte[] Digest() => SHA256.HashData(Encoding.ASCII.GetBytes(Uid));
}

/// <summary>The states of a pod.</summary>
internal enum PodPhase
{
    Creating,

    /// <summary>No node has room for it.</summary>
    Unschedulable,
    ErrImagePull,
    ImagePullBackOff,
    Running,

    /// <summary>Its container has just failed and will be restarted.</summary>
    Terminated,
    CrashLoopBackOff,
    Ready,

    /// <summary>Completed successfully.</summary>
    Succeeded,

    /// <summary>Completed with an exit code above zero.</summary>
    Failed,
}
