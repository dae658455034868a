using System.Text.Json.Nodes;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Controllers;

/// <summary>Deletes the dependents of deleted owners, and completes foreground and orphaning deletions.</summary>
internal sealed class GarbageCollector(ControlPlane plane)
{
    private const string Foreground = "foregroundDeletion";
    private const string Orphan = "orphan";

    /// <summary>Queues an object that waits for its dependents when it or one of them changes.</summary>
    public static void Note(ControlPlane plane, StoredObject item)
    {
        var metadata = item.Read()["metadata"]!;
        if (metadata["deletionTimestamp"] is null || metadata["finalizers"] is not JsonArray finalizers)
        {
            return;
        }

        if (finalizers.Any(finalizer => finalizer.Text() == Orphan))
        {
            Release(plane, metadata["uid"].Text());
            Finalize(plane, item, Orphan);
        }
        else if (finalizers.Any(finalizer => finalizer.Text() == Foreground))
        {
            foreach (var dependent in plane.Index.Dependents(metadata["uid"].Text()).ToList())
            {
                Delete(plane, dependent);
            }

            Finalize(plane, item, Foreground);
        }
    }

    /// <param name="owner">Its name is the uid of the deleted owner.</param>
    public DateTimeOffset? Reconcile(ObjectName owner)
    {
        foreach (var dependent in plane.Index.Dependents(owner.Name).ToList())
        {
            if (dependent.Owners.Count > 1 && dependent.Owners.Any(other => other.Uid != owner.Name && Exists(dependent.Name.Namespace, other)))
            {
                RemoveOwner(plane, dependent, owner.Name);
            }
            else
            {
                Delete(plane, dependent);
            }
        }

        return null;
    }

    private bool Exists(string @namespace, OwnerReference owner)
    {
        foreach (var kind in ResourceKinds.All.Where(kind => kind.Kind == owner.Kind))
        {
            if (plane.Store.Find(kind, kind.Namespaced ? @namespace : "", owner.Name)?.Read()["metadata"]!["uid"].Text() == owner.Uid)
            {
                return true;
            }
        }

        return false;
    }

    private static void Release(ControlPlane plane, string uid)
    {
        foreach (var dependent in plane.Index.Dependents(uid).ToList())
        {
            RemoveOwner(plane, dependent, uid);
        }
    }

    private static void RemoveOwner(ControlPlane plane, IndexedObject dependent, string uid) =>
        plane.Store.Update(dependent.Kind, dependent.Name.Namespace, dependent.Name.Name, content =>
        {
            var metadata = content["metadata"]!.AsObject();
            var kept = metadata["ownerReferences"]!.AsArray().Where(entry => entry!["uid"].Text() != uid).Select(entry => entry!.DeepClone()).ToArray();
            metadata.Remove("ownerReferences");
            if (kept.Length > 0)
            {
                metadata["ownerReferences"] = new JsonArray(kept);
            }

            return content;
        });

    private static void Delete(ControlPlane plane, IndexedObject dependent) =>
        plane.Store.Delete(dependent.Kind, dependent.Name.Namespace, dependent.Name.Name);

    private static void Finalize(ControlPlane plane, StoredObject item, string finalizer)
    {
        if (plane.Store.Find(item.Kind, item.Name.Namespace, item.Name.Name) is null)
        {
            return; // The same owner can be queued more than once by one batch of changes.
        }

        var left = 0;
        plane.Store.Update(item.Kind, item.Name.Namespace, item.Name.Name, content =>
        {
            var finalizers = content["metadata"]!["finalizers"]!.AsArray();
            for (var index = finalizers.Count - 1; index >= 0; index--)
            {
                if (finalizers[index].Text() == finalizer)
                {
                    finalizers.RemoveAt(index);
                }
            }

            left = finalizers.Count;
            return content;
        });
        if (left == 0 && plane.Store.Find(item.Kind, item.Name.Namespace, item.Name.Name) is not null)
        {
            plane.Store.Delete(item.Kind, item.Name.Namespace, item.Name.Name);
        }
    }
}
