using System.Text.Json.Nodes;
using Release.Sandbox.Clusters;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Workloads;

/// <summary>Deployment → ReplicaSet → pods: one more pod than asked for at a time, and never fewer ready ones than before.</summary>
internal sealed class DeploymentController(ClusterContext cluster, PodLogs logs)
{
    // Enough for any rollout that is possible here; a mistake must not spin for ever.
    private const int MostPasses = 500;
    private const int KeptReplicaSets = 3;

    private readonly Dictionary<ObjectName, DeploymentRuntime> _deployments = [];
    private readonly PodLifecycle _lifecycle = new(cluster, logs);

    /// <summary>Null when there is no such Deployment.</summary>
    public LiveDeployment? Find(ObjectName name)
    {
        if (cluster.Store.Find(ResourceKinds.Deployments, name.Namespace, name.Name)?.Read() is not { } content)
        {
            return null;
        }

        var runtime = _deployments.GetValueOrDefault(name);
        var image = ObjectMetadata.Text(content["spec"]?["template"]?["spec"]?["containers"]?[0]?["image"]);
        return new LiveDeployment(image, runtime?.Generation == content["metadata"]!["generation"]!.GetValue<int>(), runtime);
    }

    public IEnumerable<ObjectName> Names => _deployments.Keys;

    /// <summary>Makes a Deployment's pods ready at once, for what had been rolled out before the sandbox was started.</summary>
    public void Restore(ObjectName name)
    {
        var runtime = Load(name)!;
        while (runtime.Pods.Count < runtime.Replicas)
        {
            var pod = Make(runtime, cluster.Now);
            pod.Phase = PodPhase.Ready;
            pod.StartedAt = pod.ReadyAt = cluster.Now;
            logs.Start(pod.Name, cluster.Now, [.. LogTexts.Booting(pod.Application, pod.Tag), .. LogTexts.Serving()]);
            Create(runtime, pod);
        }

        WriteStatus(runtime);
    }

    /// <returns>When to look again without being asked; null for not at all.</returns>
    public DateTimeOffset? Reconcile(ObjectName name)
    {
        if (Load(name) is not { } runtime)
        {
            return null;
        }

        var step = TimeSpan.FromSeconds(Math.Max(0, cluster.Options.RolloutSeconds) / Math.Max(1, runtime.Replicas));
        ForgetDeletedPods(runtime);
        WriteStatus(runtime);
        for (var pass = 0; pass < MostPasses; pass++)
        {
            var changed = false;
            foreach (var pod in runtime.Pods.Where(pod => _lifecycle.Advance(pod, step)).ToList())
            {
                changed = true;
                cluster.Store.Update(ResourceKinds.Pods, pod.Name.Namespace, pod.Name.Name, content =>
                {
                    content["status"] = PodDocument.Status(pod);
                    return content;
                });
            }

            changed |= Scale(runtime, step);
            WriteStatus(runtime);
            if (!changed)
            {
                break;
            }
        }

        return NextLook(runtime);
    }

    private DateTimeOffset? NextLook(DeploymentRuntime runtime)
    {
        DateTimeOffset? next = runtime.Pods.Where(pod => pod.Phase != PodPhase.Ready).Select(pod => (DateTimeOffset?)pod.DueAt).Min();
        if (!runtime.Complete && !runtime.DeadlineExceeded)
        {
            var deadline = runtime.LastProgress + TimeSpan.FromSeconds(runtime.DeadlineSeconds);
            next = next is { } due && due < deadline ? due : deadline;
        }

        return next;
    }

    private DeploymentRuntime? Load(ObjectName name)
    {
        if (cluster.Store.Find(ResourceKinds.Deployments, name.Namespace, name.Name) is not { } stored)
        {
            Remove(name);
            return null;
        }

        if (!_deployments.TryGetValue(name, out var runtime))
        {
            _deployments[name] = runtime = new DeploymentRuntime(name) { AvailableSince = cluster.Now, ProgressingSince = cluster.Now };
        }

        if (runtime.Read(stored.Read()))
        {
            runtime.Revision++;
            runtime.LastProgress = runtime.ProgressingSince = cluster.Now;
            runtime.MostUpdated = runtime.MostReady = 0;
            runtime.DeadlineExceeded = runtime.Complete = false;
            EnsureReplicaSet(runtime);
        }

        return runtime;
    }

    private void EnsureReplicaSet(DeploymentRuntime runtime)
    {
        var @namespace = runtime.Name.Namespace;
        if (cluster.Store.Find(ResourceKinds.ReplicaSets, @namespace, runtime.ReplicaSet) is null)
        {
            cluster.Store.Create(ResourceKinds.ReplicaSets, DeploymentDocument.ReplicaSet(runtime));
        }

        runtime.ReplicaSets.Remove(runtime.ReplicaSet);
        runtime.ReplicaSets.Add(runtime.ReplicaSet);
        foreach (var replicaSet in runtime.ReplicaSets.SkipLast(KeptReplicaSets).Where(replicaSet => runtime.Pods.TrueForAll(pod => pod.ReplicaSet != replicaSet)).ToList())
        {
            runtime.ReplicaSets.Remove(replicaSet);
            cluster.Store.Delete(ResourceKinds.ReplicaSets, @namespace, replicaSet);
        }

        cluster.Events.Normal(
            ResourceKinds.Deployments, runtime.Name, runtime.Uid, "deployment-controller", "ScalingReplicaSet", $"Scaled up replica set {runtime.ReplicaSet} to {runtime.Replicas}");
    }

    /// <summary>Deleting a pod is how people restart it: it is made again.</summary>
    private void ForgetDeletedPods(DeploymentRuntime runtime)
    {
        foreach (var pod in runtime.Pods.Where(pod => cluster.Store.Find(ResourceKinds.Pods, pod.Name.Namespace, pod.Name.Name) is null).ToList())
        {
            runtime.Pods.Remove(pod);
            logs.Remove(pod.Name);
            runtime.MostReady = runtime.MostUpdated = 0;
            runtime.LastProgress = cluster.Now;
        }
    }

    private bool Scale(DeploymentRuntime runtime, TimeSpan step)
    {
        var unready = runtime.Old.FirstOrDefault(pod => pod.Phase != PodPhase.Ready);
        if (unready is not null)
        {
            Delete(runtime, unready);
            return true;
        }

        var surplus = runtime.Updated.Count() > runtime.Replicas ? runtime.Updated.OrderBy(pod => pod.Phase == PodPhase.Ready).First() : null;
        surplus ??= runtime.ReadyCount > runtime.Replicas || runtime.Replicas == 0 ? runtime.Old.FirstOrDefault() : null;
        if (surplus is not null)
        {
            Delete(runtime, surplus);
            return true;
        }

        // With old pods to keep serving, one extra at a time; without, all at once.
        var most = runtime.Old.Any() ? runtime.Replicas + 1 : runtime.Replicas;
        if (runtime.Updated.Count() >= runtime.Replicas || runtime.Pods.Count >= most)
        {
            return false;
        }

        var pod = Make(runtime, cluster.Now + (step / 2));
        Create(runtime, pod);
        _lifecycle.Created(pod);
        return true;
    }

    private PodRuntime Make(DeploymentRuntime runtime, DateTimeOffset due) => new()
    {
        Name = new ObjectName(runtime.Name.Namespace, $"{runtime.ReplicaSet}-{PodNames.Suffix(5)}"),
        ReplicaSet = runtime.ReplicaSet,
        Container = runtime.Container,
        Image = runtime.Image,
        Application = runtime.Application,
        Labels = DeploymentDocument.Labels(runtime),
        CreatedAt = cluster.Now,
        DueAt = due,
    };

    private void Create(DeploymentRuntime runtime, PodRuntime pod)
    {
        var replicaSet = cluster.Store.Find(ResourceKinds.ReplicaSets, pod.Name.Namespace, pod.ReplicaSet);
        var owner = ObjectMetadata.Text(replicaSet?.Read()["metadata"]!["uid"]);
        var created = cluster.Store.Create(ResourceKinds.Pods, PodDocument.Create(pod, owner, cluster));
        pod.Uid = ObjectMetadata.Text(created.Read()["metadata"]!["uid"]);
        runtime.Pods.Add(pod);
    }

    private void Delete(DeploymentRuntime runtime, PodRuntime pod)
    {
        runtime.Pods.Remove(pod);
        cluster.Store.Delete(ResourceKinds.Pods, pod.Name.Namespace, pod.Name.Name);
        cluster.Events.Normal(ResourceKinds.Pods, pod.Name, pod.Uid, "kubelet", "Killing", $"Stopping container {pod.Container}");
        logs.Remove(pod.Name);
    }

    private void WriteStatus(DeploymentRuntime runtime)
    {
        new RolloutProgress(cluster.Now).Assess(runtime);
        foreach (var replicaSet in runtime.ReplicaSets)
        {
            var pods = runtime.Pods.Where(pod => pod.ReplicaSet == replicaSet).ToList();
            WriteReplicaSet(runtime, replicaSet, pods.Count, pods.Count(pod => pod.Phase == PodPhase.Ready));
        }

        var before = cluster.Store.Version;
        var name = runtime.Name;
        cluster.Store.Update(ResourceKinds.Deployments, name.Namespace, name.Name, content =>
        {
            content["status"] = DeploymentDocument.Status(runtime);
            return content;
        });
        if (cluster.Store.Version != before && ObjectMetadata.Text(runtime.Labels["app.kubernetes.io/instance"]) is { Length: > 0 } instance)
        {
            cluster.Requeue(WorkKind.Application, new ObjectName(ArgoCd.ArgoNames.Namespace, instance));
        }
    }

    private void WriteReplicaSet(DeploymentRuntime runtime, string replicaSet, int pods, int ready)
    {
        if (cluster.Store.Find(ResourceKinds.ReplicaSets, runtime.Name.Namespace, replicaSet) is null)
        {
            return; // Deleted by a person; the pods go on, and the next template makes another.
        }

        cluster.Store.Update(ResourceKinds.ReplicaSets, runtime.Name.Namespace, replicaSet, content =>
        {
            content["spec"]!["replicas"] = pods;
            content["status"] = DeploymentDocument.ReplicaSetStatus(pods, ready, content["metadata"]!["generation"]!.GetValue<int>());
            return content;
        });
    }

    private void Remove(ObjectName name)
    {
        if (!_deployments.Remove(name, out var runtime))
        {
            return;
        }

        foreach (var pod in runtime.Pods.ToList())
        {
            Delete(runtime, pod);
        }

        foreach (var replicaSet in runtime.ReplicaSets)
        {
            cluster.Store.Delete(ResourceKinds.ReplicaSets, name.Namespace, replicaSet);
        }

        if (ObjectMetadata.Text(runtime.Labels["app.kubernetes.io/instance"]) is { Length: > 0 } instance)
        {
            cluster.Requeue(WorkKind.Application, new ObjectName(ArgoCd.ArgoNames.Namespace, instance));
        }
    }
}
