using System.Text.Json.Nodes;

namespace Release.Sandbox.Kubernetes.Endpoints;

/// <summary>Sets default values of missing fields, as far as clients and controllers read them.</summary>
internal static class ObjectDefaults
{
    public static void Apply(ResourceKind kind, JsonObject content)
    {
        var spec = content["spec"] as JsonObject;
        switch (kind.Plural)
        {
            case "namespaces":
                Namespace(content);
                break;
            case "pods" when spec is not null:
                Pod(spec);
                content["status"] ??= new JsonObject { ["phase"] = "Pending", ["qosClass"] = "BestEffort" };
                break;
            case "deployments" when spec is not null:
                Deployment(spec);
                break;
            case "replicasets" or "statefulsets" when spec is not null:
                spec["replicas"] ??= 1;
                Template(spec);
                break;
            case "jobs" when spec is not null:
                Job(content, spec);
                break;
            case "services" when spec is not null:
                Service(spec);
                break;
            case "secrets":
                Secret(content);
                break;
            case "rolebindings" or "clusterrolebindings":
                Subjects(content["subjects"] as JsonArray ?? []);
                break;
        }
    }

    private static void Namespace(JsonObject content)
    {
        content["spec"] ??= new JsonObject { ["finalizers"] = new JsonArray("kubernetes") };
        content["status"] ??= new JsonObject { ["phase"] = "Active" };
        if (content["metadata"] is JsonObject metadata && ObjectMetadata.Text(metadata["name"]) is { Length: > 0 } name)
        {
            if (metadata["labels"] is not JsonObject labels)
            {
                metadata["labels"] = labels = [];
            }

            labels["kubernetes.io/metadata.name"] = name;
        }
    }

    private static void Deployment(JsonObject spec)
    {
        spec["replicas"] ??= 1;
        spec["revisionHistoryLimit"] ??= 10;
        spec["progressDeadlineSeconds"] ??= 600;
        if (spec["strategy"] is not JsonObject strategy)
        {
            spec["strategy"] = strategy = [];
        }

        strategy["type"] ??= "RollingUpdate";
        if (ObjectMetadata.Text(strategy["type"]) == "RollingUpdate")
        {
            if (strategy["rollingUpdate"] is not JsonObject rolling)
            {
                strategy["rollingUpdate"] = rolling = [];
            }

            rolling["maxUnavailable"] ??= "25%";
            rolling["maxSurge"] ??= "25%";
        }

        Template(spec);
    }

    private static void Job(JsonObject content, JsonObject spec)
    {
        var endless = spec["parallelism"] is not null && spec["completions"] is null;
        spec["parallelism"] ??= 1;
        if (!endless)
        {
            spec["completions"] ??= 1;
        }

        spec["backoffLimit"] ??= 6;
        spec["completionMode"] ??= "NonIndexed";
        spec["suspend"] ??= false;
        spec["podReplacementPolicy"] ??= "TerminatingOrFailed";
        Template(spec);
        Select(content, spec);
    }

    /// <summary>A Job selects its pods by its uid, which the server adds to selector and template.</summary>
    private static void Select(JsonObject content, JsonObject spec)
    {
        if (spec["selector"] is not null || spec["template"] is not JsonObject template || content["metadata"] is not JsonObject metadata)
        {
            return;
        }

        var uid = ObjectMetadata.Text(metadata["uid"]);

        if (template["metadata"] is not JsonObject templateMetadata)
        {
            template["metadata"] = templateMetadata = [];
        }

        if (templateMetadata["labels"] is not JsonObject labels)
        {
            templateMetadata["labels"] = labels = [];
        }

        var name = ObjectMetadata.Text(metadata["name"]);
        labels["batch.kubernetes.io/controller-uid"] = uid;
        labels["batch.kubernetes.io/job-name"] = name;
        labels["controller-uid"] = uid;
        labels["job-name"] = name;
        spec["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["batch.kubernetes.io/controller-uid"] = uid } };
    }

    private static void Template(JsonObject spec)
    {
        if (spec["template"] is JsonObject template && template["spec"] is JsonObject pod)
        {
            if (template["metadata"] is null)
            {
                template["metadata"] = new JsonObject();
            }

            Pod(pod);
        }
    }

    private static void Pod(JsonObject spec)
    {
        foreach (var container in new[] { "initContainers", "containers" }.SelectMany(list => spec[list] as JsonArray ?? []).OfType<JsonObject>())
        {
            container["resources"] ??= new JsonObject();
            container["terminationMessagePath"] ??= "/dev/termination-log";
            container["terminationMessagePolicy"] ??= "File";
            var image = ObjectMetadata.Text(container["image"]);
            container["imagePullPolicy"] ??= image.EndsWith(":latest", StringComparison.Ordinal) || image.LastIndexOf(':') <= image.LastIndexOf('/') ? "Always" : "IfNotPresent";
            foreach (var port in (container["ports"] as JsonArray ?? []).OfType<JsonObject>())
            {
                port["protocol"] ??= "TCP";
            }
        }

        spec["restartPolicy"] ??= "Always";
        spec["terminationGracePeriodSeconds"] ??= 30;
        spec["dnsPolicy"] ??= "ClusterFirst";
        spec["securityContext"] ??= new JsonObject();
        spec["schedulerName"] ??= "default-scheduler";
    }

    private static void Service(JsonObject spec)
    {
        spec["type"] ??= "ClusterIP";
        spec["sessionAffinity"] ??= "None";
        foreach (var port in (spec["ports"] as JsonArray ?? []).OfType<JsonObject>())
        {
            port["protocol"] ??= "TCP";
            port["targetPort"] ??= port["port"]?.DeepClone();
        }
    }

    /// <summary><c>stringData</c> is write-only: it becomes base64 in <c>data</c>.</summary>
    private static void Secret(JsonObject content)
    {
        content["type"] ??= "Opaque";
        if (content["stringData"] is not JsonObject texts)
        {
            return;
        }

        if (content["data"] is not JsonObject data)
        {
            content["data"] = data = [];
        }

        foreach (var (key, value) in texts)
        {
            data[key] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(ObjectMetadata.Text(value)));
        }

        content.Remove("stringData");
    }

    private static void Subjects(JsonArray subjects)
    {
        foreach (var subject in subjects.OfType<JsonObject>().Where(subject => ObjectMetadata.Text(subject["kind"]) is "User" or "Group"))
        {
            subject["apiGroup"] ??= "rbac.authorization.k8s.io";
        }
    }
}
