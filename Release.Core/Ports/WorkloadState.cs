using Release.Core.Applications;

namespace Release.Core.Ports;

/// <summary>What runs of one application in one environment.</summary>
public sealed record WorkloadState(IReadOnlyList<RolloutStatus> Rollouts, IReadOnlyList<PodStatus> Pods)
{
    /// <summary>The distinct tags of ready pods; more than one means "Currently deploying".</summary>
    public IReadOnlyList<ImageTag> RunningVersions =>
        [.. Pods.Where(pod => pod is { Ready: true, Tag: not null }).Select(pod => pod.Tag!).Distinct()];
}
