using System.Text.Json.Nodes;
using Release.Sandbox.Controllers;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Workloads;

/// <summary>
/// Creates a Deployment with its ReplicaSet and ready pods directly, for applications rolled out before the start, so that
/// the controllers have nothing to do.
/// </summary>
internal sealed class WorkloadRestore(ClusterContext cluster, Kubelet kubelet)
{
    public void Restore(JsonObject manifest)
    {
        var name = new ObjectName(manifest["metadata"]!["namespace"].Text(), manifest["metadata"]!["name"].Text());
        manifest["metadata"]!["annotations"] ??= new JsonObject();
        manifest["metadata"]!["annotations"]![DeploymentSpec.RevisionAnnotation] = "1";
        manifest["status"] = Status(name, manifest);
        var deployment = cluster.Store.Create(ResourceKinds.Deployments, manifest).Read();
        var spec = new DeploymentSpec(name, deployment);
        var set = ReplicaSetDocument.Create(spec, "1");
        set["spec"]!["replicas"] = spec.Replicas;
        set["status"] = ReplicaSetController.Status(spec.Replicas, spec.Replicas, generation: 1);
        var created = cluster.Store.Create(ResourceKinds.ReplicaSets, set).Read();
        for (var index = 0; index < spec.Replicas; index++)
        {
            CreatePod(spec, created);
        }
    }

    private void CreatePod(DeploymentSpec spec, JsonObject set)
    {
        var owner = OwnerReference.To(ResourceKinds.ReplicaSets, spec.ReplicaSet, set["metadata"]!["uid"].Text());
        var content = PodTemplate.Pod(set["spec"]!["template"], spec.Name.Namespace, spec.ReplicaSet + "-", owner);
        var stored = cluster.Store.Create(ResourceKinds.Pods, content);
        var pod = PodRuntime.Of(stored, content, cluster.Now);
        pod.Phase = PodPhase.Ready;
        pod.StartedAt = pod.ReadyAt = cluster.Now;
        cluster.Store.Update(ResourceKinds.Pods, stored.Name.Namespace, stored.Name.Name, _ =>
        {
            PodDocument.Bind(content, pod, cluster);
            content["status"] = PodDocument.Status(pod);
            return content;
        });
        kubelet.Restore(pod);
    }

    private JsonObject Status(ObjectName name, JsonObject manifest)
    {
        var bare = manifest.DeepClone().AsObject();
        bare["metadata"]!["generation"] = 1;
        var spec = new DeploymentSpec(name, bare);
        var set = new ReplicaSetState(new ObjectName(name.Namespace, spec.ReplicaSet), spec.Hash, 1, spec.Replicas, spec.Replicas, spec.Replicas, spec.Replicas, cluster.Now);
        return new DeploymentStatus(spec, set, [set], cluster.Now).Write(null);
    }
}
