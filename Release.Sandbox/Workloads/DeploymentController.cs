using System.Globalization;
using System.Text.Json.Nodes;
using Release.Sandbox.Controllers;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Workloads;

/// <summary>The Deployment controller: creates a ReplicaSet for each template and scales old and new ones as the strategy allows.</summary>
internal sealed class DeploymentController(ControlPlane plane)
{
    /// <returns>When the progress deadline ends; null for none.</returns>
    public DateTimeOffset? Reconcile(ObjectName name)
    {
        if (plane.Store.Find(ResourceKinds.Deployments, name.Namespace, name.Name)?.Read() is not { } content)
        {
            return null;
        }

        var spec = new DeploymentSpec(name, content);
        if (spec.Terminating)
        {
            return null;
        }

        var sets = Facts(plane.Index.Of(spec.Uid, ResourceKinds.ReplicaSets).Select(entry => entry.Name));
        var current = sets.Find(set => set.Hash == spec.Hash);
        (string Reason, string Message)? found = null;
        var revision = spec.Revision;
        if (!spec.Paused || current is not null)
        {
            (current, revision, found) = EnsureCurrent(spec, sets, current);
        }

        foreach (var (set, replicas) in RollingUpdate.Step(spec, current, [.. sets.Where(set => set.Hash != spec.Hash)]))
        {
            Scale(spec, set, replicas);
        }

        CleanUp(spec, sets);
        sets = Facts(sets.Select(set => set.Name));
        var status = new DeploymentStatus(spec, sets.Find(set => set.Hash == spec.Hash), sets, plane.Now).Write(found);
        Write(spec, revision, status);
        return DeploymentStatus.Deadline(spec, status);
    }

    /// <summary>Oldest first.</summary>
    private List<ReplicaSetState> Facts(IEnumerable<ObjectName> names) =>
    [
        .. names
            .Select(name => plane.Store.Find(ResourceKinds.ReplicaSets, name.Namespace, name.Name))
            .OfType<StoredObject>()
            .Select(stored => ReplicaSetState.Read(stored.Name, stored.Read()))
            .OrderBy(set => set.CreatedAt)
            .ThenBy(set => set.Revision),
    ];

    /// <summary>Creates the ReplicaSet of the template, or, for a rollback, makes the earlier one the newest again.</summary>
    private (ReplicaSetState Current, string Revision, (string Reason, string Message)? Found) EnsureCurrent(
        DeploymentSpec spec, List<ReplicaSetState> sets, ReplicaSetState? current)
    {
        var newest = sets.Where(set => set.Hash != spec.Hash).Select(set => set.Revision).DefaultIfEmpty().Max();
        if (current is null)
        {
            var revision = Revision(newest + 1);
            var created = Adopt(spec) ?? plane.Store.Create(ResourceKinds.ReplicaSets, ReplicaSetDocument.Create(spec, revision));
            current = ReplicaSetState.Read(created.Name, created.Read());
            sets.Add(current);
            return (current, revision, ("NewReplicaSetCreated", $"Created new replica set \"{spec.ReplicaSet}\""));
        }

        if (current.Revision > newest)
        {
            return (current, Revision(current.Revision), null);
        }

        plane.Store.Update(ResourceKinds.ReplicaSets, current.Name.Namespace, current.Name.Name, content =>
        {
            content["metadata"]!["annotations"]![DeploymentSpec.RevisionAnnotation] = Revision(newest + 1);
            return content;
        });
        return (current, Revision(newest + 1), ("FoundNewReplicaSet", $"Found new replica set \"{spec.ReplicaSet}\""));
    }

    /// <summary>Adopts ReplicaSets that an orphaning deletion of the Deployment left.</summary>
    private StoredObject? Adopt(DeploymentSpec spec)
    {
        var (@namespace, name) = (spec.Name.Namespace, spec.ReplicaSet);
        return plane.Store.Find(ResourceKinds.ReplicaSets, @namespace, name)?.Read() is { } orphan && OwnerReference.Read(orphan["metadata"]).Count == 0
            ? plane.Store.Update(ResourceKinds.ReplicaSets, @namespace, name, content =>
            {
                content["metadata"]!["ownerReferences"] = new JsonArray(OwnerReference.To(ResourceKinds.Deployments, spec.Name.Name, spec.Uid));
                return content;
            })
            : null;
    }

    private void Scale(DeploymentSpec spec, ReplicaSetState set, int replicas)
    {
        plane.Store.Update(ResourceKinds.ReplicaSets, set.Name.Namespace, set.Name.Name, content =>
        {
            content["spec"]!["replicas"] = replicas;
            return content;
        });
        var direction = replicas > set.Desired ? "up" : "down";
        plane.Events.Normal(
            ResourceKinds.Deployments, spec.Name, spec.Uid, "deployment-controller", "ScalingReplicaSet", $"Scaled {direction} replica set {set.Name.Name} from {set.Desired} to {replicas}");
    }

    private void CleanUp(DeploymentSpec spec, List<ReplicaSetState> sets)
    {
        var idle = sets.Where(set => set.Hash != spec.Hash && set is { Desired: 0, Replicas: 0 }).OrderBy(set => set.Revision).ToList();
        foreach (var set in idle.Take(Math.Max(0, idle.Count - spec.HistoryLimit)))
        {
            plane.Store.Delete(ResourceKinds.ReplicaSets, set.Name.Namespace, set.Name.Name);
        }
    }

    private void Write(DeploymentSpec spec, string revision, JsonObject status) =>
        plane.Store.Update(ResourceKinds.Deployments, spec.Name.Namespace, spec.Name.Name, content =>
        {
            if (revision.Length > 0)
            {
                var metadata = content["metadata"]!.AsObject();
                metadata["annotations"] ??= new JsonObject();
                metadata["annotations"]![DeploymentSpec.RevisionAnnotation] = revision;
            }

            content["status"] = status;
            return content;
        });

    private static string Revision(int number) => number.ToString(CultureInfo.InvariantCulture);
}
