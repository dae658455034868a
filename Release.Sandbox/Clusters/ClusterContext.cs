using Release.Sandbox.Faults;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Clusters;

/// <summary>What every controller of one cluster shares.</summary>
internal sealed class ClusterContext
{
    public required string Environment { get; init; }

    public required SandboxOptions Options { get; init; }

    public required ObjectStore Store { get; init; }

    public required FaultBook Faults { get; init; }

    public required TimeProvider Time { get; init; }

    public required EventRecorder Events { get; init; }

    public WorkQueue Queue { get; } = new();

    /// <summary>Where the cluster's pods answer; set before the first pod is made.</summary>
    public Uri ServicesAddress { get; set; } = new("http://127.0.0.1:0/");

    public DateTimeOffset Now => Time.GetUtcNow();

    public bool Instant => Options.RolloutSeconds <= 0;

    /// <summary>The last environment is the one with the visitors.</summary>
    public int Replicas => Options.Environments.Count > 1 && Options.Environments[^1] == Environment ? 3 : 2;

    public void Requeue(WorkKind kind, ObjectName name) => Queue.Add(new WorkKey(kind, name), Now);
}
