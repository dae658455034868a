using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.Kubernetes;

/// <summary>The kinds of Kubernetes itself that Release reads.</summary>
internal static class ResourceKinds
{
    public static readonly ResourceKind<Pod> Pods =
        new("", "v1", "pods", KubernetesJson.Default.Pod, KubernetesJson.Default.ObjectListPod);

    public static readonly ResourceKind<KubernetesDeployment> Deployments =
        new("apps", "v1", "deployments", KubernetesJson.Default.KubernetesDeployment, KubernetesJson.Default.ObjectListKubernetesDeployment);

    public static readonly ResourceKind<Job> Jobs =
        new("batch", "v1", "jobs", KubernetesJson.Default.Job, KubernetesJson.Default.ObjectListJob);

    public static readonly ResourceKind<KubernetesEvent> Events =
        new("", "v1", "events", KubernetesJson.Default.KubernetesEvent, KubernetesJson.Default.ObjectListKubernetesEvent);
}
