using System.Text.Json.Nodes;
using Release.Sandbox.Controllers;
using Release.Sandbox.Hosting;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.ArgoCd;

/// <summary>The Application <c>app-config</c>, whose resources are the other Applications.</summary>
internal sealed class AppOfApps(ClusterContext cluster)
{
    /// <summary>Writes the result of reading git into the Application, and removes the refresh annotation because the refresh is done.</summary>
    public void Write(string revision, IReadOnlyList<string> changed)
    {
        var name = ArgoNames.AppOfAppsName;
        if (cluster.Store.Find(ResourceKinds.Applications, name.Namespace, name.Name) is null)
        {
            var content = ApplicationDocument.Skeleton(name);
            content["spec"] = Spec();
            content["status"] = Status(new JsonObject(), revision, changed);
            cluster.Store.Create(ResourceKinds.Applications, content);
            return;
        }

        cluster.Store.Update(ResourceKinds.Applications, name.Namespace, name.Name, content =>
        {
            (content["metadata"]!["annotations"] as JsonObject)?.Remove(ArgoNames.Refresh);
            content["spec"] = Spec();
            content["status"] = Status(content["status"] as JsonObject ?? [], revision, changed);
            return content;
        });
    }

    private JsonObject Status(JsonObject before, string revision, IReadOnlyList<string> changed)
    {
        var now = Rfc3339.Format(cluster.Now);
        var status = before.DeepClone().AsObject();
        status["sync"] = new JsonObject { ["status"] = "Synced", ["revision"] = revision };
        status["health"] ??= new JsonObject { ["status"] = "Healthy", ["lastTransitionTime"] = now };
        status["reconciledAt"] = now;
        if (changed.Count > 0 || status["operationState"] is null)
        {
            status["operationState"] = ApplicationDocument.Operation(new SyncOperation
            {
                Tag = "",
                Revision = revision,
                StartedAt = cluster.Now,
                FinishedAt = cluster.Now,
                Phase = "Succeeded",
                Message = "successfully synced (all tasks run)",
                Tasks = [.. changed.Select(Task)],
            });
        }

        return status;
    }

    private static SyncTask Task(string application) => new()
    {
        Kind = ResourceKinds.Applications,
        Name = new ObjectName(ArgoNames.Namespace, application),
        SyncPhase = "Sync",
        Started = true,
        Status = "Synced",
        Message = $"application.argoproj.io/{application} configured",
    };

    private static JsonObject Spec() => new()
    {
        ["project"] = "govuk",
        ["source"] = new JsonObject { ["repoURL"] = ArgoNames.Repository, ["targetRevision"] = "main", ["path"] = "charts/app-config" },
        ["destination"] = new JsonObject { ["server"] = "https://kubernetes.default.svc", ["namespace"] = ArgoNames.Namespace },
        ["syncPolicy"] = new JsonObject { ["automated"] = new JsonObject { ["prune"] = true, ["selfHeal"] = true } },
    };
}
