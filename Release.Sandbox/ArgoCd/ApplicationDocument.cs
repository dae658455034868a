using System.Text.Json.Nodes;
using Release.Sandbox.Controllers;
using Release.Sandbox.Hosting;
using Release.Sandbox.Kubernetes;
using Release.Sandbox.Workloads;

namespace Release.Sandbox.ArgoCd;

/// <summary>An <c>argoproj.io/v1alpha1</c> Application as the API shows it.</summary>
internal static class ApplicationDocument
{
    /// <summary>Sets the fields that Argo CD owns and keeps the others, such as annotations from clients.</summary>
    public static void Write(JsonObject content, ArgoApplication application, string? image, string environment)
    {
        var definition = application.Definition;
        var metadata = content["metadata"]!.AsObject();
        if (metadata["annotations"] is not JsonObject annotations)
        {
            metadata["annotations"] = annotations = [];
        }

        annotations["repoName"] = definition.File;
        annotations["imageTag"] = application.Desired.Tag;
        annotations["promoteDeployment"] = Flag(application.Desired.PromoteDeployment);
        annotations["automaticDeploysEnabled"] = Flag(application.Desired.AutomaticDeploysEnabled);
        annotations["slackChannel"] = "";
        annotations["postSyncWorkflowEnabled"] = "true";
        content["spec"] = Spec(definition, environment);
        content["status"] = Status(application, image);
    }

    public static JsonObject Skeleton(ObjectName name) => new()
    {
        ["metadata"] = new JsonObject
        {
            ["namespace"] = name.Namespace,
            ["name"] = name.Name,
            ["finalizers"] = new JsonArray("resources-finalizer.argocd.argoproj.io"),
        },
    };

    public static JsonObject Operation(SyncOperation operation)
    {
        var state = new JsonObject
        {
            ["operation"] = Requested(operation),
            ["phase"] = operation.Phase,
            ["message"] = operation.Message,
            ["startedAt"] = Rfc3339.Format(operation.StartedAt),
            ["syncResult"] = new JsonObject
            {
                ["revision"] = operation.Revision,
                ["source"] = Source(),
                ["resources"] = new JsonArray([.. operation.Tasks.Where(task => task.Started).Select(Result)]),
            },
        };
        if (operation.FinishedAt is { } finished)
        {
            state["finishedAt"] = Rfc3339.Format(finished);
        }

        return state;
    }

    private static JsonObject Requested(SyncOperation operation)
    {
        var sync = new JsonObject { ["revision"] = operation.Revision, ["prune"] = true, ["syncOptions"] = new JsonArray("CreateNamespace=false") };
        if (operation.IsSelfHeal)
        {
            sync["resources"] = new JsonArray([.. operation.Tasks.Select(task => new JsonObject
            {
                ["group"] = task.Kind.Group,
                ["kind"] = task.Kind.Kind,
                ["name"] = task.Name.Name,
            })]);
        }

        return new JsonObject
        {
            ["initiatedBy"] = new JsonObject { ["automated"] = true },
            ["retry"] = new JsonObject { ["limit"] = 5 },
            ["sync"] = sync,
        };
    }

    private static string Flag(bool value) => value ? "true" : "false";

    private static JsonObject Spec(ApplicationDefinition definition, string environment) => new()
    {
        ["project"] = "govuk",
        ["source"] = Source(),
        ["destination"] = Destination(definition),
        ["syncPolicy"] = new JsonObject { ["automated"] = new JsonObject { ["prune"] = true, ["selfHeal"] = true } },
        ["info"] = new JsonArray(new JsonObject { ["name"] = "environment", ["value"] = environment }),
    };

    private static JsonObject Source() => new()
    {
        ["repoURL"] = ArgoNames.Repository,
        ["targetRevision"] = "main",
        ["path"] = "charts/generic-govuk-app",
    };

    private static JsonObject Destination(ApplicationDefinition definition) => new()
    {
        ["server"] = "https://kubernetes.default.svc",
        ["namespace"] = definition.Namespace,
    };

    private static JsonObject Status(ArgoApplication application, string? image)
    {
        var status = new JsonObject
        {
            ["controllerNamespace"] = ArgoNames.Namespace,
            ["sourceType"] = "Helm",
            ["sync"] = new JsonObject
            {
                ["status"] = application.SyncStatus,
                ["revision"] = application.Revision,
                ["comparedTo"] = new JsonObject { ["source"] = Source(), ["destination"] = Destination(application.Definition) },
            },
            ["health"] = new JsonObject { ["status"] = application.Health, ["lastTransitionTime"] = Rfc3339.Format(application.HealthSince) },
            ["resources"] = Resources(application),
            ["conditions"] = Conditions(application),
            ["history"] = new JsonArray([.. application.History.Select(entry => Entry(entry))]),
            ["summary"] = new JsonObject { ["images"] = image is null ? [] : new JsonArray(image) },
        };
        if (application.Operation is { } operation)
        {
            status["operationState"] = Operation(operation);
        }

        return status;
    }

    private static JsonObject Entry(SyncHistoryEntry entry) => new()
    {
        ["id"] = entry.Id,
        ["revision"] = entry.Revision,
        ["deployStartedAt"] = Rfc3339.Format(entry.StartedAt),
        ["deployedAt"] = Rfc3339.Format(entry.DeployedAt),
        ["initiatedBy"] = new JsonObject { ["automated"] = true },
        ["source"] = Source(),
    };

    private static JsonArray Resources(ArgoApplication application)
    {
        var definition = application.Definition;
        return
        [
            Resource(ResourceKinds.Services, definition.Deployment, "Synced", "Healthy"),
            Resource(ResourceKinds.Deployments, definition.Deployment, application.SyncStatus, application.Health),
        ];
    }

    private static JsonObject Resource(ResourceKind kind, ObjectName name, string sync, string health)
    {
        var resource = new JsonObject { ["version"] = kind.Version, ["kind"] = kind.Kind, ["namespace"] = name.Namespace, ["name"] = name.Name };
        if (kind.Group.Length > 0)
        {
            resource["group"] = kind.Group;
        }

        resource["status"] = sync;
        resource["health"] = new JsonObject { ["status"] = health };
        return resource;
    }

    private static JsonArray Conditions(ArgoApplication application)
    {
        var conditions = new JsonArray();
        if (application.ComparisonError is { } error)
        {
            conditions.Add(Condition(
                "ComparisonError",
                $"Failed to load target state: failed to generate manifest for source 1 of 1: rpc error: code = Unknown desc = Manifest generation error (cached): failed to execute helm template command: {error}",
                application.ComparisonErrorSince));
        }

        if (application.Operation is { Phase: "Failed" } failed)
        {
            conditions.Add(Condition("SyncError", $"Failed last sync attempt to [{failed.Revision}]: {failed.Message}", failed.FinishedAt ?? failed.StartedAt));
        }

        return conditions;
    }

    private static JsonObject Condition(string type, string message, DateTimeOffset since) => new()
    {
        ["type"] = type,
        ["message"] = message,
        ["lastTransitionTime"] = Rfc3339.Format(since),
    };

    private static JsonObject Result(SyncTask task)
    {
        var result = new JsonObject
        {
            ["group"] = task.Kind.Group,
            ["version"] = task.Kind.Version,
            ["kind"] = task.Kind.Kind,
            ["namespace"] = task.Name.Namespace,
            ["name"] = task.Name.Name,
            ["message"] = task.Message,
            ["syncPhase"] = task.SyncPhase,
        };
        if (task.Status.Length > 0)
        {
            result["status"] = task.Status;
        }

        if (task.HookPhase.Length > 0)
        {
            result["hookPhase"] = task.HookPhase;
        }

        if (task.Job is not null)
        {
            result["hookType"] = task.SyncPhase;
        }

        return result;
    }
}

/// <summary>Writes an Application's current state to the API server, if it has changed.</summary>
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
