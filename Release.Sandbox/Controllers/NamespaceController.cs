using System.Text.Json.Nodes;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Controllers;

/// <summary>Creates the default service account of each namespace, and deletes the contents of a deleted namespace.</summary>
internal sealed class NamespaceController(ControlPlane plane)
{
    public DateTimeOffset? Reconcile(ObjectName name)
    {
        var stored = plane.Store.Find(ResourceKinds.Namespaces, "", name.Name);
        if (stored is not null && stored.Read()["metadata"]!["deletionTimestamp"] is null)
        {
            Fill(name.Name);
            return null;
        }

        foreach (var kind in ResourceKinds.All.Where(kind => kind.Namespaced))
        {
            foreach (var item in plane.Store.List(kind, name.Name).Items)
            {
                plane.Store.Delete(kind, item.Name.Namespace, item.Name.Name);
            }
        }

        if (stored is not null)
        {
            plane.Store.Update(ResourceKinds.Namespaces, "", name.Name, content =>
            {
                content["spec"] = new JsonObject();
                return content;
            });
            plane.Store.Delete(ResourceKinds.Namespaces, "", name.Name);
        }

        return null;
    }

    private void Fill(string @namespace)
    {
        if (plane.Store.Find(ResourceKinds.ServiceAccounts, @namespace, "default") is null)
        {
            plane.Store.Create(ResourceKinds.ServiceAccounts, new JsonObject
            {
                ["metadata"] = new JsonObject { ["namespace"] = @namespace, ["name"] = "default" },
            });
        }
    }
}
