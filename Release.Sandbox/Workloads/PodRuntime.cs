using System.Text.Json.Nodes;
using Release.Sandbox.Clusters;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Workloads;

/// <summary>A pod as the node that runs it knows it.</summary>
internal sealed class PodRuntime
{
    public required ObjectName Name { get; init; }

    public required string Uid { get; init; }

    public required string Container { get; init; }

    public required string Image { get; init; }

    /// <summary>Label <c>app.kubernetes.io/component</c>.</summary>
    public required string Component { get; init; }

    /// <summary>Ends by itself instead of serving: restartPolicy is not Always.</summary>
    public required bool RunsToEnd { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The image's repository name, by which misbehaviours are looked up.</summary>
    public string Application => Images.NameOf(Image);

    public string Tag => Images.TagOf(Image);

    public PodPhase Phase { get; set; }

    /// <summary>When something happens to it by itself; null when nothing will.</summary>
    public DateTimeOffset? DueAt { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset ReadyAt { get; set; }

    public DateTimeOffset? LastStartedAt { get; set; }

    public DateTimeOffset? LastFinishedAt { get; set; }

    public int ExitCode { get; set; }

    public int Restarts { get; set; }

    public int Pulls { get; set; }

    /// <summary>It has failed a readiness probe, so that it is ready the moment the fault is gone.</summary>
    public bool Slowed { get; set; }

    public bool Started => Phase is PodPhase.Running or PodPhase.Ready or PodPhase.CrashLoopBackOff or PodPhase.Succeeded or PodPhase.Failed;

    public static PodRuntime Of(StoredObject pod, JsonObject content, DateTimeOffset now)
    {
        var container = content["spec"]?["containers"]?[0];
        return new PodRuntime
        {
            Name = pod.Name,
            Uid = content["metadata"]!["uid"].Text(),
            Container = container?["name"].Text() is { Length: > 0 } name ? name : "app",
            Image = container?["image"].Text() ?? "",
            Component = pod.Labels.GetValueOrDefault("app.kubernetes.io/component", ""),
            RunsToEnd = content["spec"]?["restartPolicy"].Text() is "Never" or "OnFailure",
            CreatedAt = now,
        };
    }
}
