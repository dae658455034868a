using System.Text.Json.Nodes;
using Release.Sandbox.Controllers;
using Release.Sandbox.Hosting;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.ArgoCd;

/// <summary>Writes Applications as their controller knows them; nothing where nothing changed.</summary>
internal sealed class ApplicationWriter(ClusterContext cluster)
{
    public void Write(ArgoApplication application)
    {
        var name = application.ObjectName;
        var image = DeploymentHealth.Find(cluster.Store, application.Definition.Deployment)?.Image;
        if (cluster.Store.Find(ResourceKinds.Applications, name.Namespace, name.Name) is null)
        {
            var content = ApplicationDocument.Skeleton(name);
            ApplicationDocument.Write(content, application, image, cluster.Environment);
            content["status"]!["reconciledAt"] = Rfc3339.Format(cluster.Now);
            cluster.Store.Create(ResourceKinds.Applications, content);
            return;
        }

        cluster.Store.Update(ResourceKinds.Applications, name.Namespace, name.Name, content =>
        {
            var before = content.DeepClone();
            var reconciledAt = content["status"]?["reconciledAt"]?.DeepClone();
            ApplicationDocument.Write(content, application, image, cluster.Environment);
            content["status"]!["reconciledAt"] = reconciledAt;
            var refreshed = application.RefreshRequested && content["metadata"]!["annotations"]!.AsObject().Remove(ArgoNames.Refresh);
            if (refreshed || !JsonNode.DeepEquals(before, content))
            {
                content["status"]!["reconciledAt"] = Rfc3339.Format(cluster.Now);
            }

            return content;
        });
    }
}
