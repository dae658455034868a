using System.Text.Json.Nodes;
using Release.Core.Clusters;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.Engine;

/// <summary>What Release applies: the image of the first container, and the marks. Everything else stays its owners'.</summary>
internal static class EngineManifest
{
    public static JsonObject Of(KubernetesDeployment deployment, string @namespace, string image, SyncRequest request, string holders) => new()
    {
        ["apiVersion"] = "apps/v1",
        ["kind"] = "Deployment",
        ["metadata"] = new JsonObject
        {
            ["name"] = deployment.Metadata.Name,
            ["namespace"] = @namespace,
            ["annotations"] = new JsonObject
            {
                [EngineAnnotations.WantedVersion] = request.Version.Value,
                [EngineAnnotations.ConfigCommit] = request.ConfigCommit,
                [EngineAnnotations.TakenOverFrom] = holders,
            },
        },
        ["spec"] = new JsonObject
        {
            ["template"] = new JsonObject
            {
                ["spec"] = new JsonObject
                {
                    // Containers are merged by name, so the live object's own name is used.
                    ["containers"] = new JsonArray(new JsonObject { ["name"] = deployment.Spec?.Template?.Spec?.First?.Name, ["image"] = image }),
                },
            },
        },
    };
}

/// <summary>What Release leaves on the Deployments that it sets itself (ADR 0008). The one place with these names.</summary>
internal static class EngineAnnotations
{
    /// <summary>Release's field manager of server-side apply.</summary>
    public const string FieldManager = "release";

    /// <summary>Annotation: the version that Release was asked for.</summary>
    public const string WantedVersion = "release.dev/wanted-version";

    /// <summary>Annotation: the configuration repository's commit that carries it.</summary>
    public const string ConfigCommit = "release.dev/config-commit";

    /// <summary>Annotation: who held the image before, where Release had to take it over; empty where nobody did.</summary>
    public const string TakenOverFrom = "release.dev/taken-over-from";
}
