using Release.Sandbox.Hosting;
using Release.Sandbox.Kubernetes.Faults;
using Release.Sandbox.Kubernetes.Storage;

namespace Release.Sandbox.Kubernetes.Requests;

/// <summary>The parts that a cluster's API server needs.</summary>
internal sealed record KubernetesApiSetup
{
    public required ObjectStore Store { get; init; }

    public required IPodLogs Logs { get; init; }

    /// <summary>The bearer token of a member of <c>system:masters</c>.</summary>
    public required string AdminToken { get; init; }

    /// <summary>The authority whose client certificates are accepted; null accepts none.</summary>
    public PrivateAuthority? Authority { get; init; }

    public required ApiFaults Faults { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Between two bookmarks of a watch that asked for them.</summary>
    public TimeSpan BookmarkInterval { get; init; } = TimeSpan.FromMinutes(1);
}
