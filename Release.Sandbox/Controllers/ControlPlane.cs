using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Release.Sandbox.Hosting;
using Release.Sandbox.Kubernetes;
using Release.Sandbox.Kubernetes.Storage;

namespace Release.Sandbox.Controllers;

/// <summary>What the controllers of one cluster share: the store, the index of owners, the work queue and the clock.</summary>
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

    /// <summary>Completes when work was posted.</summary>
    public Task Woken => _woken.Next;

    /// <summary>Like <see cref="Requeue"/>, but callable from any thread.</summary>
    public void Post(WorkKind kind, ObjectName name)
    {
        _posted.Enqueue(new WorkKey(kind, name));
        _woken.Set();
    }

    /// <summary>Moves posted work to the queue.</summary>
    public void TakePosted()
    {
        while (_posted.TryDequeue(out var key))
        {
            Queue.Add(key, Now);
        }
    }

    public void Requeue(WorkKind kind, ObjectName name) => Queue.Add(new WorkKey(kind, name), Now);

    /// <summary>Sets the status of an object if it still exists; an unchanged status is not written.</summary>
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
