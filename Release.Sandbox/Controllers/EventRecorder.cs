using System.Text.Json.Nodes;
using Release.Sandbox.Hosting;
using Release.Sandbox.Kubernetes;
using Release.Sandbox.Kubernetes.Storage;

namespace Release.Sandbox.Controllers;

/// <summary>Writes core/v1 events: one object per subject, reason and message, with a count. The oldest are deleted beyond a limit.</summary>
internal sealed class EventRecorder(ObjectStore store, TimeProvider time)
{
    // A real cluster deletes events after an hour; here a limit keeps memory bounded.
    private const int Kept = 600;

    private readonly Dictionary<(string Uid, string Reason, string Message), ObjectName> _known = [];
    private readonly Queue<((string Uid, string Reason, string Message) Key, ObjectName Name)> _order = new();

    public void Normal(ResourceKind kind, ObjectName subject, string uid, string component, string reason, string message, string? field = null) =>
        Record("Normal", kind, subject, uid, component, reason, message, field);

    public void Warning(ResourceKind kind, ObjectName subject, string uid, string component, string reason, string message, string? field = null) =>
        Record("Warning", kind, subject, uid, component, reason, message, field);

    private void Record(string type, ResourceKind kind, ObjectName subject, string uid, string component, string reason, string message, string? field)
    {
        var now = Rfc3339.Format(time.GetUtcNow());
        var key = (uid, reason, message);
        if (_known.TryGetValue(key, out var known) && store.Find(ResourceKinds.Events, known.Namespace, known.Name) is not null)
        {
            store.Update(ResourceKinds.Events, known.Namespace, known.Name, content =>
            {
                content["count"] = content["count"]!.GetValue<int>() + 1;
                content["lastTimestamp"] = now;
                return content;
            });
            return;
        }

        var involved = new JsonObject
        {
            ["kind"] = kind.Kind,
            ["apiVersion"] = kind.ApiVersion,
            ["namespace"] = subject.Namespace,
            ["name"] = subject.Name,
            ["uid"] = uid,
        };
        if (field is not null)
        {
            involved["fieldPath"] = field;
        }

        var created = store.Create(ResourceKinds.Events, new JsonObject
        {
            ["metadata"] = new JsonObject { ["namespace"] = subject.Namespace, ["generateName"] = subject.Name + "." },
            ["involvedObject"] = involved,
            ["type"] = type,
            ["reason"] = reason,
            ["message"] = message,
            ["source"] = new JsonObject { ["component"] = component },
            ["reportingComponent"] = component,
            ["count"] = 1,
            ["firstTimestamp"] = now,
            ["lastTimestamp"] = now,
        });
        _known[key] = created.Name;
        _order.Enqueue((key, created.Name));
        Forget();
    }

    private void Forget()
    {
        while (_order.Count > Kept)
        {
            var (key, name) = _order.Dequeue();
            _known.Remove(key);
            store.Delete(ResourceKinds.Events, name.Namespace, name.Name);
        }
    }
}
