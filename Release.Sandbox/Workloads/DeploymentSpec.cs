using System.Globalization;
using System.Text.Json.Nodes;
using Release.Sandbox.Controllers;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Workloads;

/// <summary>A Deployment's spec with the API's defaults.</summary>
internal sealed class DeploymentSpec
{
    public DeploymentSpec(ObjectName name, JsonObject content)
    {
        var metadata = content["metadata"]!;
        var spec = content["spec"] as JsonObject ?? [];
        Name = name;
        Content = content;
        Uid = metadata["uid"].Text();
        Generation = metadata["generation"].Number(1);
        Terminating = metadata["deletionTimestamp"] is not null;
        Revision = metadata["annotations"]?[RevisionAnnotation].Text() ?? "";
        Replicas = spec["replicas"].Number(1);
        Paused = spec["paused"].Flag();
        DeadlineSeconds = spec["progressDeadlineSeconds"].Number(600);
        HistoryLimit = spec["revisionHistoryLimit"].Number(10);
        Template = spec["template"] as JsonObject ?? [];
        Hash = PodTemplate.HashOf(Template);
        Recreate = spec["strategy"]?["type"].Text() == "Recreate";
        var rolling = spec["strategy"]?["rollingUpdate"];
        MaxSurge = Recreate ? 0 : Share(rolling?["maxSurge"], up: true);
        MaxUnavailable = Recreate ? 0 : Share(rolling?["maxUnavailable"], up: false);
        if (MaxSurge == 0 && MaxUnavailable == 0)
        {
            MaxUnavailable = 1; // Both zero would block every rollout.
        }
    }

    public const string RevisionAnnotation = "deployment.kubernetes.io/revision";

    public ObjectName Name { get; }

    public JsonObject Content { get; }

    public string Uid { get; }

    public int Generation { get; }

    public bool Terminating { get; }

    /// <summary>The revision annotation; empty before the first rollout.</summary>
    public string Revision { get; }

    public int Replicas { get; }

    public bool Paused { get; }

    public int DeadlineSeconds { get; }

    public int HistoryLimit { get; }

    public JsonObject Template { get; }

    /// <summary>Hash of the template, which identifies the new ReplicaSet.</summary>
    public string Hash { get; }

    public bool Recreate { get; }

    public int MaxSurge { get; }

    public int MaxUnavailable { get; }

    public string ReplicaSet => $"{Name.Name}-{Hash}";

    /// <summary>An absolute number or a percentage of the replicas; 25 % by default.</summary>
    private int Share(JsonNode? node, bool up)
    {
        var text = node?.ToString() is { Length: > 0 } given ? given : "25%";
        if (!text.EndsWith('%'))
        {
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var absolute) ? absolute : 0;
        }

        var share = int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var percent) ? percent * Replicas / 100.0 : 0;
        return (int)(up ? Math.Ceiling(share) : Math.Floor(share));
    }
}
