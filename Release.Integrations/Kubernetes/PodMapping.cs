using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.Kubernetes;

/// <summary>From a pod to the port's words.</summary>
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
