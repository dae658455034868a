using System.Text.Json.Nodes;
using Release.Sandbox.Controllers;
using Release.Sandbox.Kubernetes;
using Release.Sandbox.Kubernetes.Storage;

namespace Release.Sandbox.ArgoCd;

/// <summary>Health of a live Deployment, derived from its status as Argo CD does.</summary>
/// <param name="Image">Image of its first container.</param>
internal sealed record DeploymentHealth(string Image, string Status)
{
    /// <summary>Reads a live Deployment; null when there is none.</summary>
    public static DeploymentHealth? Find(ObjectStore store, ObjectName name) =>
        store.Find(ResourceKinds.Deployments, name.Namespace, name.Name)?.Read() is { } content
            ? new DeploymentHealth(content["spec"]?["template"]?["spec"]?["containers"]?[0]?["image"].Text() ?? "", Assess(content))
            : null;

    /// <summary>The rules of Argo CD's <c>getAppsv1DeploymentHealth</c>.</summary>
    private static string Assess(JsonObject content)
    {
        var (spec, status) = (content["spec"], content["status"]);
        if (spec?["paused"].Flag() == true)
        {
            return "Suspended";
        }

        if (content["metadata"]!["generation"].Number() > (status?["observedGeneration"].Number() ?? 0))
        {
            return "Progressing";
        }

        if (status.Condition("Progressing")?["reason"].Text() == "ProgressDeadlineExceeded")
        {
            return "Degraded";
        }

        var updated = status?["updatedReplicas"].Number() ?? 0;
        return updated < (spec?["replicas"].Number(1) ?? 1)
            || (status?["replicas"].Number() ?? 0) > updated
            || (status?["availableReplicas"].Number() ?? 0) < updated ? "Progressing" : "Healthy";
    }
}
