using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.Kubernetes.Workloads;

/// <summary>Maps a Kubernetes Deployment to Core's <see cref="RolloutStatus"/> (contracts §8).</summary>
internal static class RolloutMapping
{
    public static RolloutStatus Map(KubernetesDeployment deployment, string defaultNamespace)
    {
        var status = deployment.Status;
        return new RolloutStatus(
            deployment.Metadata.Name,
            deployment.Metadata.Namespace ?? defaultNamespace,
            TagOf(deployment),
            (status?.ObservedGeneration ?? 0) >= (deployment.Metadata.Generation ?? 0) && status is not null,
            WantedOf(deployment),
            status?.UpdatedReplicas ?? 0,
            status?.ReadyReplicas ?? 0,
            status?.AvailableReplicas ?? 0,
            status?.UnavailableReplicas ?? 0,
            DeadlineExceeded(status));
    }

    public static ImageTag? TagOf(KubernetesDeployment deployment) => ImageTag.OfImage(deployment.Spec?.Template?.Spec?.First?.Image);

    public static int WantedOf(KubernetesDeployment deployment) => deployment.Spec?.Replicas ?? 1;

    /// <summary>Whether its pods are being replaced and the deadline has not passed. A pod that crashes after the rollout does not count.</summary>
    public static bool IsRollingOut(KubernetesDeployment deployment) =>
        deployment is { Spec.Paused: not true, Status: { } status } && DeadlineExceeded(status) is null
        && ((status.ObservedGeneration ?? 0) < (deployment.Metadata.Generation ?? 0)
            || status.UpdatedReplicas < WantedOf(deployment)
            || status.Replicas > status.UpdatedReplicas);

    private static string? DeadlineExceeded(KubernetesDeployment.RolloutPart? status)
    {
        var condition = status?.Conditions?.FirstOrDefault(condition => condition is { Type: "Progressing", Reason: "ProgressDeadlineExceeded" });
        return condition is null ? null : condition.Message ?? "The rollout made no progress within its deadline.";
    }
}

/// <summary>Maps a pod to Core's <see cref="PodStatus"/>.</summary>
internal static class PodMapping
{
    /// <param name="events">The pod's own, newest first.</param>
    public static PodStatus Map(Pod pod, string defaultNamespace, IReadOnlyList<KubernetesEvent> events) => new(
        pod.Metadata.Name,
        pod.Metadata.Namespace ?? defaultNamespace,
        TagOf(pod),
        pod.IsReady && !pod.IsTerminating,
        PodProblems.Of(pod, events));

    public static ImageTag? TagOf(Pod pod) => ImageTag.OfImage(pod.Spec?.First?.Image);
}
