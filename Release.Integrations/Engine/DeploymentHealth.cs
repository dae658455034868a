using Release.Core.Clusters;
using Release.Integrations.Kubernetes;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.Engine;

/// <summary>A Deployment's health as Argo CD assesses it (argo-cd.readthedocs.io, "Resource Health").</summary>
internal static class DeploymentHealth
{
    public static HealthStatus Of(KubernetesDeployment deployment)
    {
        if (deployment.Spec?.Paused == true)
        {
            return HealthStatus.Suspended;
        }

        var status = deployment.Status;
        if (status is null || (status.ObservedGeneration ?? 0) < (deployment.Metadata.Generation ?? 0))
        {
            return HealthStatus.Progressing;
        }

        var hasGivenUp = status.Conditions?.Any(condition => condition is { Type: "Progressing", Reason: "ProgressDeadlineExceeded" }) == true;
        return hasGivenUp ? HealthStatus.Degraded : IsMoving(deployment, status) ? HealthStatus.Progressing : HealthStatus.Healthy;
    }

    /// <summary>New pods are still to come, old ones still to go, or some not available.</summary>
    private static bool IsMoving(KubernetesDeployment deployment, KubernetesDeployment.RolloutPart status) =>
        status.UpdatedReplicas < RolloutMapping.WantedOf(deployment)
        || status.Replicas > status.UpdatedReplicas
        || status.AvailableReplicas < status.UpdatedReplicas;
}
