using System.Text.Json.Nodes;
using Release.Sandbox.Controllers;
using Release.Sandbox.Kubernetes;
using Release.Sandbox.Kubernetes.Endpoints;
using Release.Sandbox.Workloads;

namespace Release.Sandbox.ArgoCd;

/// <summary>The manifests that the applications' chart renders: a Deployment, a Service and Jobs.</summary>
internal static class Manifests
{
    public static JsonObject Deployment(ApplicationDefinition definition, string tag, ClusterContext cluster)
    {
        var manifest = Rendered(definition, tag, cluster);

        // Includes the API server's defaults. Without them a client's later write, which gets the defaults, would look like a new template.
        ObjectDefaults.Apply(ResourceKinds.Deployments, manifest);
        return manifest;
    }

    private static JsonObject Rendered(ApplicationDefinition definition, string tag, ClusterContext cluster) => new()
    {
        ["metadata"] = Metadata(definition, definition.Deployment, definition.Component),
        ["spec"] = new JsonObject
        {
            ["replicas"] = cluster.Replicas,
            ["progressDeadlineSeconds"] = cluster.Options.ProgressDeadlineSeconds,
            ["selector"] = new JsonObject { ["matchLabels"] = Labels(definition, definition.Component) },
            ["strategy"] = new JsonObject
            {
                ["type"] = "RollingUpdate",
                ["rollingUpdate"] = new JsonObject { ["maxSurge"] = 1, ["maxUnavailable"] = 0 },
            },
            ["template"] = new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = Labels(definition, definition.Component) },
                ["spec"] = new JsonObject { ["containers"] = new JsonArray(Container(definition, tag)) },
            },
        },
    };

    public static JsonObject Service(ApplicationDefinition definition) => new()
    {
        ["metadata"] = Metadata(definition, definition.Deployment, definition.Component),
        ["spec"] = new JsonObject
        {
            ["selector"] = Labels(definition, definition.Component),
            ["ports"] = new JsonArray(new JsonObject { ["name"] = "http", ["port"] = 80, ["targetPort"] = "http" }),
        },
    };

    public static JsonObject Job(ApplicationDefinition definition, SyncTask task, string tag)
    {
        var metadata = Metadata(definition, task.Name, task.Job!);
        var annotations = metadata["annotations"]!.AsObject();
        annotations[ArgoNames.Hook] = task.SyncPhase;
        annotations["argocd.argoproj.io/hook-delete-policy"] = task.IsDeletedAfterSuccess ? "HookSucceeded" : "BeforeHookCreation";
        var container = Container(definition, tag);
        container["name"] = task.Job;
        return new JsonObject
        {
            ["metadata"] = metadata,
            ["spec"] = new JsonObject
            {
                ["backoffLimit"] = 0,
                ["template"] = new JsonObject
                {
                    ["metadata"] = new JsonObject { ["labels"] = Labels(definition, task.Job!) },
                    ["spec"] = new JsonObject { ["restartPolicy"] = "Never", ["containers"] = new JsonArray(container) },
                },
            },
        };
    }

    private static JsonObject Metadata(ApplicationDefinition definition, ObjectName name, string component) => new()
    {
        ["namespace"] = name.Namespace,
        ["name"] = name.Name,
        ["labels"] = Labels(definition, component),
        ["annotations"] = new JsonObject(),
    };

    private static JsonObject Labels(ApplicationDefinition definition, string component) => new()
    {
        ["app"] = definition.Name,
        ["app.govuk/repository-name"] = definition.RepositoryLabel,
        ["app.kubernetes.io/name"] = definition.Name,
        ["app.kubernetes.io/instance"] = definition.Name,
        ["app.kubernetes.io/component"] = component,
    };

    private static JsonObject Container(ApplicationDefinition definition, string tag) => new()
    {
        ["name"] = "app",
        ["image"] = Images.Of(definition.File, tag),
        ["ports"] = new JsonArray(new JsonObject { ["name"] = "http", ["containerPort"] = 3000 }),
    };
}
