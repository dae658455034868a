using System.Text.Json.Nodes;
using Release.Core.Clusters;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.Engine;

/// <summary>What Release applies: the image of the first container, and annotations. All other fields keep their owners.</summary>
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
                    // Kubernetes merges containers by name, so this must be the live object's name.
                    ["containers"] = new JsonArray(new JsonObject { ["name"] = deployment.Spec?.Template?.Spec?.First?.Name, ["image"] = image }),
                },
            },
        },
    };
}

/// <summary>The field manager and annotations of Deployments that Release sets itself (ADR 0008).</summary>
internal static class EngineAnnotations
{
    /// <summary>Release's field manager of server-side apply.</summary>
    public const string FieldManager = "release";

    /// <summary>Annotation: the requested version.</summary>
    public const string WantedVersion = "release.dev/wanted-version";

    /// <summary>Annotation: the configuration repository's commit that requests it.</summary>
    public const string ConfigCommit = "release.dev/config-commit";

    /// <summary>Annotation: who owned the image field before Release took it over; empty if nobody did.</summary>
    public const string TakenOverFrom = "release.dev/taken-over-from";
}
