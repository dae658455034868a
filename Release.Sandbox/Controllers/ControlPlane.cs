using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Release.Sandbox.Hosting;
using Release.Sandbox.Kubernetes;
using Release.Sandbox.Kubernetes.Storage;

namespace Release.Sandbox.Controllers;

/// <summary>What every controller of one cluster works on: what is stored, who owns it, what is to be looked at, and the clock.</summary>
internal sealed class ControlPlane(ObjectStore store, TimeProvider time)
{
    private readonly AsyncSignal _woken = new();
    private readonly ConcurrentQueue<WorkKey> _posted = new();

    public ObjectStore Store => store;

    public TimeProvider Time => time;

    public EventRecorder Events { get; } = new(store, time);

    public WorkQueue Queue { get; } = new();

    public ObjectIndex Index { get; } = new();

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Completes when something was posted.</summary>
    public Task Woken => _woken.Next;

    /// <summary>As <see cref="Requeue"/>, from any thread.</summary>
    public void Post(WorkKind kind, ObjectName name)
    {
        _posted.Enqueue(new WorkKey(kind, name));
        _woken.Set();
    }

    /// <summary>Queues what was posted.</summary>
    public void TakePosted()
    {
        while (_posted.TryDequeue(out var key))
        {
            Queue.Add(key, Now);
        }
    }

    public void Requeue(WorkKind kind, ObjectName name) => Queue.Add(new WorkKey(kind, name), Now);

    /// <summary>Sets the status of an object, if it is still there; writes nothing when nothing differs.</summary>
    public void WriteStatus(ResourceKind kind, ObjectName name, JsonObject status)
    {
        if (store.Find(kind, name.Namespace, name.Name) is not null)
        {
            store.Update(kind, name.Namespace, name.Name, content =>
            {
                content["status"] = status;
                return content;
            });
        }
    }

    /// <summary>Deletes a pod at once, as when its node has confirmed that it stopped.</summary>
    public void DeletePod(ObjectName name) => store.Delete(ResourceKinds.Pods, name.Namespace, name.Name);
}
