using Release.Sandbox.Faults;
using Release.Sandbox.Kubernetes;
using Release.Sandbox.Kubernetes.Storage;
using Release.Sandbox.Registry;
using Release.Sandbox.Settings;

namespace Release.Sandbox.Controllers;

/// <summary>Settings and services of one cluster, for its nodes and Argo CD.</summary>
internal sealed class ClusterContext
{
    public required string Environment { get; init; }

    public required SandboxOptions Options { get; init; }

    public required ControlPlane Plane { get; init; }

    public required FaultBook Faults { get; init; }

    /// <summary>The registry's images, which the nodes pull.</summary>
    public required ImageCatalogue Images { get; init; }

    /// <summary>Base address of the cluster's pods; set before the first pod is created.</summary>
    public Uri ServicesAddress { get; set; } = new("http://127.0.0.1:0/");

    public ObjectStore Store => Plane.Store;

    public EventRecorder Events => Plane.Events;

    public DateTimeOffset Now => Plane.Now;

    public bool Instant => Options.RolloutSeconds <= 0;

    /// <summary>Three in the last environment, two in the others.</summary>
    public int Replicas => Options.Environments[^1] == Environment ? 3 : 2;

    /// <summary>Time from a pod's creation until it is ready.</summary>
    public TimeSpan PodStep => TimeSpan.FromSeconds(Math.Max(0, Options.RolloutSeconds) / Replicas);

    public void Requeue(WorkKind kind, ObjectName name) => Plane.Requeue(kind, name);
}
