using Release.Sandbox.Controllers;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Workloads;

/// <summary>The scheduler and the nodes, which write the status of pods.</summary>
internal sealed class Kubelet(ClusterContext cluster, PodLogs logs, SmokeTestPods smokeTests)
{
    // More than any pod's lifecycle needs; stops an endless loop if there is a bug.
    private const int MostSteps = 50;

    private readonly Dictionary<ObjectName, PodRuntime> _pods = [];
    private readonly HashSet<ObjectName> _unsettled = [];
    private readonly PodLifecycle _lifecycle = new(cluster, logs, smokeTests);

    /// <summary>Pods that a change of the faults may concern.</summary>
    public IReadOnlyCollection<ObjectName> Unsettled => _unsettled;

    /// <summary>Adds a pod that was ready before the sandbox started.</summary>
    public void Restore(PodRuntime pod)
    {
        _pods[pod.Name] = pod;
        logs.Start(pod.Name, cluster.Now, [.. SampleLogs.Booting(pod.Application, pod.Tag), .. SampleLogs.Serving()]);
    }

    /// <returns>When the pod's state changes next; null when it does not.</returns>
    public DateTimeOffset? Reconcile(ObjectName name)
    {
        var facts = cluster.Plane.Index.Pod(name);
        var pod = _pods.GetValueOrDefault(name);
        if (pod is not null && pod.Uid != facts?.Uid)
        {
            Forget(pod);
            pod = null;
        }

        if (facts is null)
        {
            return null;
        }

        if (facts.Terminating)
        {
            cluster.Plane.DeletePod(name);
            return null;
        }

        var changed = pod is null;
        var bound = pod?.IsScheduled == true;
        pod ??= Accept(name);
        for (var step = 0; step < MostSteps && _lifecycle.Advance(pod); step++)
        {
            changed = false;
            Write(pod, bind: !bound);
            bound = true;
        }

        if (changed)
        {
            Write(pod, bind: pod.IsScheduled);
        }

        if (pod.IsSettled)
        {
            _unsettled.Remove(name);
        }

        return pod.DueAt;
    }

    private PodRuntime Accept(ObjectName name)
    {
        var stored = cluster.Store.Find(ResourceKinds.Pods, name.Namespace, name.Name)!;
        var pod = PodRuntime.Of(stored, stored.Read(), cluster.Now);
        _pods[name] = pod;
        _unsettled.Add(name);
        _lifecycle.Schedule(pod, cluster.Now);
        return pod;
    }

    private void Write(PodRuntime pod, bool bind)
    {
        if (cluster.Store.Find(ResourceKinds.Pods, pod.Name.Namespace, pod.Name.Name) is null)
        {
            return; // A client has just deleted it; the index is updated next.
        }

        cluster.Store.Update(ResourceKinds.Pods, pod.Name.Namespace, pod.Name.Name, content =>
        {
            if (bind)
            {
                PodDocument.Bind(content, pod, cluster);
            }

            content["status"] = PodDocument.Status(pod);
            return content;
        });
    }

    private void Forget(PodRuntime pod)
    {
        _pods.Remove(pod.Name);
        _unsettled.Remove(pod.Name);
        logs.Remove(pod.Name);
        smokeTests.Forget(pod);
        if (pod is { Ended: false, IsScheduled: true })
        {
            _lifecycle.Stopped(pod);
        }
    }
}
