using Release.Integrations.Kubernetes;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.Engine;

/// <summary>A Deployment's health as Argo CD assesses it (argo-cd.readthedocs.io, "Resource Health").</summary>
internal static class DeploymentHealth
{
    public static string Of(KubernetesDeployment deployment)
    {
        if (deployment.Spec?.Paused == true)
        {
            return "Suspended";
        }

        var status = deployment.Status;
        if (status is null || (status.ObservedGeneration ?? 0) < (deployment.Metadata.Generation ?? 0))
        {
            return "Progressing";
        }

        var hasGivenUp = status.Conditions?.Any(condition => condition is { Type: "Progressing", Reason: "ProgressDeadlineExceeded" }) == true;
        return hasGivenUp ? "Degraded" : IsMoving(deployment, status) ? "Progressing" : "Healthy";
    }

    /// <summary>New pods are still to come, old ones still to go, or some not available.</summary>
    private static bool IsMoving(KubernetesDeployment deployment, KubernetesDeployment.RolloutPart status) =>
        status.UpdatedReplicas < RolloutMapping.WantedOf(deployment)
        || status.Replicas > status.UpdatedReplicas
        || status.AvailableReplicas < status.UpdatedReplicas;
}
