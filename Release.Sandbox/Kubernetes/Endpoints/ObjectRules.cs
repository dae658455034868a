using System.Text.Json.Nodes;

namespace Release.Sandbox.Kubernetes.Endpoints;

/// <summary>Validation of objects, for the mistakes that a client is likely to make.</summary>
internal static class ObjectRules
{
    /// <summary>Fields of a pod that an update may change.</summary>
    private static readonly string[] ChangeableOfPod = ["activeDeadlineSeconds", "terminationGracePeriodSeconds", "tolerations", "schedulingGates", "nodeName"];

    /// <param name="before">Null for a creation.</param>
    /// <exception cref="KubernetesError">422.</exception>
    public static void Check(ResourceKind kind, JsonObject? before, JsonObject content)
    {
        var spec = content["spec"] as JsonObject;
        switch (kind.Plural)
        {
            case "deployments" or "replicasets":
                CheckTemplate(kind, content, "spec.template.spec", spec?["template"]?["spec"]);
                CheckSelector(kind, before, content);
                break;
            case "jobs":
                CheckTemplate(kind, content, "spec.template.spec", spec?["template"]?["spec"]);
                CheckJob(kind, before, content);
                break;
            case "pods":
                CheckTemplate(kind, content, "spec", spec);
                CheckPod(kind, before, content);
                break;
            case "rolebindings" or "clusterrolebindings" when before is not null && !JsonNode.DeepEquals(before["roleRef"], content["roleRef"]):
                throw Invalid(kind, content, "roleRef", $"Invalid value: {content["roleRef"]?.ToJsonString()}: cannot change roleRef");
        }
    }

    private static void CheckTemplate(ResourceKind kind, JsonObject content, string path, JsonNode? pod)
    {
        if (pod?["containers"] is not JsonArray { Count: > 0 } containers)
        {
            throw Required(kind, content, $"{path}.containers", "");
        }

        for (var index = 0; index < containers.Count; index++)
        {
            foreach (var field in new[] { "name", "image" })
            {
                if (ObjectMetadata.Text(containers[index]?[field]).Length == 0)
                {
                    throw Required(kind, content, $"{path}.containers[{index}].{field}", "");
                }
            }
        }
    }

    private static void CheckSelector(ResourceKind kind, JsonObject? before, JsonObject content)
    {
        var selector = content["spec"]?["selector"];
        if (before is not null && !JsonNode.DeepEquals(before["spec"]?["selector"], selector))
        {
            throw Invalid(kind, content, "spec.selector", $"Invalid value: {selector?.ToJsonString() ?? "null"}: field is immutable");
        }

        if (selector?["matchLabels"] is null && selector?["matchExpressions"] is null)
        {
            throw Required(kind, content, "spec.selector", "");
        }

        var labels = content["spec"]!["template"]?["metadata"]?["labels"] as JsonObject ?? [];
        if ((selector["matchLabels"] as JsonObject ?? []).Any(label => !JsonNode.DeepEquals(labels[label.Key], label.Value)))
        {
            throw Invalid(kind, content, "spec.template.metadata.labels", $"Invalid value: {labels.ToJsonString()}: `selector` does not match template `labels`");
        }
    }

    private static void CheckJob(ResourceKind kind, JsonObject? before, JsonObject content)
    {
        if (ObjectMetadata.Text(content["spec"]?["template"]?["spec"]?["restartPolicy"]) is "Always" or "")
        {
            throw new KubernetesError(422, "Invalid", $"Job.batch \"{Name(content)}\" is invalid: spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\"");
        }

        if (before is not null && !JsonNode.DeepEquals(before["spec"]?["template"], content["spec"]?["template"]))
        {
            throw Invalid(kind, content, "spec.template", $"Invalid value: {content["spec"]?["template"]?.ToJsonString()}: field is immutable");
        }
    }

    private static void CheckPod(ResourceKind kind, JsonObject? before, JsonObject content)
    {
        if (before is null || JsonNode.DeepEquals(Fixed(before), Fixed(content)))
        {
            return;
        }

        throw new KubernetesError(422, "Invalid", $"{kind.Kind} \"{Name(content)}\" is invalid: spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)");
    }

    private static JsonNode? Fixed(JsonObject pod)
    {
        if (pod["spec"]?.DeepClone() is not JsonObject spec)
        {
            return null;
        }

        foreach (var field in ChangeableOfPod)
        {
            spec.Remove(field);
        }

        foreach (var container in new[] { "initContainers", "containers" }.SelectMany(list => spec[list] as JsonArray ?? []).OfType<JsonObject>())
        {
            container.Remove("image");
        }

        return spec;
    }

    private static string Name(JsonObject content) => ObjectMetadata.Text(content["metadata"]?["name"]);

    private static KubernetesError Required(ResourceKind kind, JsonObject content, string field, string what) =>
        KubernetesError.Invalid(kind, Name(content), field, "FieldValueRequired", $"Required value{what}");

    private static KubernetesError Invalid(ResourceKind kind, JsonObject content, string field, string what) =>
        KubernetesError.Invalid(kind, Name(content), field, "FieldValueInvalid", what);
}
