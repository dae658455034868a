using System.Text.Json.Nodes;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Workloads;

/// <summary>A pod of a Deployment, as the node that runs it knows it.</summary>
internal sealed class PodRuntime
{
    public required ObjectName Name { get; init; }

    public required string ReplicaSet { get; init; }

    public required string Container { get; init; }

    public required string Image { get; init; }

    /// <summary>Repository name, by which misbehaviours are looked up.</summary>
    public required string Application { get; init; }

    public required JsonObject Labels { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string Tag => Images.TagOf(Image);

    public string Uid { get; set; } = "";

    public PodPhase Phase { get; set; }

    /// <summary>When something happens to it by itself.</summary>
    public DateTimeOffset DueAt { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset ReadyAt { get; set; }

    public DateTimeOffset? LastStartedAt { get; set; }

    public DateTimeOffset? LastFinishedAt { get; set; }

    public int Restarts { get; set; }

    public int Pulls { get; set; }

    /// <summary>It has failed a readiness probe, so that it is ready the moment the fault is gone.</summary>
    public bool Slowed { get; set; }
}
