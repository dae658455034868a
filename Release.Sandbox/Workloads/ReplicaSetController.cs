using System.Text.Json.Nodes;
using Release.Sandbox.Controllers;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Workloads;

/// <summary>The ReplicaSet controller: creates missing pods and deletes surplus ones.</summary>
internal sealed class ReplicaSetController(ControlPlane plane)
{
    /// <returns>Always null: changes of pods queue the ReplicaSet again.</returns>
    public DateTimeOffset? Reconcile(ObjectName name)
    {
        if (plane.Store.Find(ResourceKinds.ReplicaSets, name.Namespace, name.Name)?.Read() is not { } content
            || content["metadata"]!["deletionTimestamp"] is not null)
        {
            return null;
        }

        var uid = content["metadata"]!["uid"].Text();
        var desired = content["spec"]?["replicas"].Number(1) ?? 1;
        var pods = Active(uid, content);
        if (pods.Count < desired)
        {
            Create(name, content, uid, desired - pods.Count);
        }
        else if (pods.Count > desired)
        {
            Delete(name, uid, pods, pods.Count - desired);
        }
        else
        {
            WriteStatus(name, content, pods);
        }

        return null; // The created or deleted pods queue the ReplicaSet again.
    }

    private List<PodState> Active(string uid, JsonObject content) =>
        [.. plane.Index.PodsOf(uid).Where(pod => pod.Active && Selector.Matches(content["spec"]?["selector"], pod.Labels))];

    private void Create(ObjectName name, JsonObject content, string uid, int count)
    {
        for (var index = 0; index < count; index++)
        {
            var pod = plane.Store.Create(
                ResourceKinds.Pods,
                PodTemplate.Pod(content["spec"]?["template"], name.Namespace, name.Name + "-", OwnerReference.To(ResourceKinds.ReplicaSets, name.Name, uid)));
            plane.Events.Normal(ResourceKinds.ReplicaSets, name, uid, "replicaset-controller", "SuccessfulCreate", $"Created pod: {pod.Name.Name}");
        }
    }

    /// <summary>Order of deletion: pods that are not ready first, then the youngest.</summary>
    private void Delete(ObjectName name, string uid, List<PodState> pods, int count)
    {
        foreach (var pod in pods.OrderBy(pod => pod.Node.Length > 0).ThenBy(pod => pod.Phase == "Running").ThenBy(pod => pod.Ready).ThenByDescending(pod => pod.CreatedAt).Take(count))
        {
            plane.DeletePod(pod.Name);
            plane.Events.Normal(ResourceKinds.ReplicaSets, name, uid, "replicaset-controller", "SuccessfulDelete", $"Deleted pod: {pod.Name.Name}");
        }
    }

    private void WriteStatus(ObjectName name, JsonObject content, List<PodState> pods)
    {
        plane.WriteStatus(ResourceKinds.ReplicaSets, name, Status(pods.Count, pods.Count(pod => pod.Ready), content["metadata"]!["generation"].Number(1)));
    }

    /// <summary>Counts of zero are omitted, as in a real cluster.</summary>
    public static JsonObject Status(int pods, int ready, int generation)
    {
        var status = new JsonObject { ["replicas"] = pods, ["observedGeneration"] = generation };
        if (pods > 0)
        {
            status["fullyLabeledReplicas"] = pods;
        }

        if (ready > 0)
        {
            status["readyReplicas"] = ready;
            status["availableReplicas"] = ready;
        }

        return status;
    }
}
