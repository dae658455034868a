using System.Globalization;
using System.Text.Json.Nodes;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Workloads;

/// <summary>A Deployment as its controller knows it: what is asked for, its pods, and how the rollout goes.</summary>
internal sealed class DeploymentRuntime(ObjectName name)
{
    public ObjectName Name { get; } = name;

    public string Uid { get; private set; } = "";

    public int Generation { get; private set; }

    public int Replicas { get; private set; } = 1;

    public int DeadlineSeconds { get; private set; } = 600;

    public string Container { get; private set; } = "app";

    public string Image { get; private set; } = "";

    public JsonObject Labels { get; private set; } = [];

    public JsonObject Template { get; private set; } = [];

    /// <summary>Of the template: which ReplicaSet is the new one.</summary>
    public string Hash { get; private set; } = "";

    public string ReplicaSet => $"{Name.Name}-{Hash}";

    public List<PodRuntime> Pods { get; } = [];

    /// <summary>Oldest first.</summary>
    public List<string> ReplicaSets { get; } = [];

    public int Revision { get; set; }

    public DateTimeOffset LastProgress { get; set; }

    public int MostUpdated { get; set; }

    public int MostReady { get; set; }

    public bool DeadlineExceeded { get; set; }

    public bool Complete { get; set; }

    public DateTimeOffset AvailableSince { get; set; }

    public bool Available { get; set; }

    public DateTimeOffset ProgressingSince { get; set; }

    /// <summary>The repository's name, or the Deployment's where there is no such label.</summary>
    public string Application { get; private set; } = "";

    public IEnumerable<PodRuntime> Updated => Pods.Where(pod => pod.ReplicaSet == ReplicaSet);

    public IEnumerable<PodRuntime> Old => Pods.Where(pod => pod.ReplicaSet != ReplicaSet);

    public int ReadyCount => Pods.Count(pod => pod.Phase == PodPhase.Ready);

    /// <returns>True when the template is another than before.</returns>
    public bool Read(JsonObject content)
    {
        var metadata = content["metadata"]!;
        var spec = content["spec"] as JsonObject ?? [];
        var template = spec["template"] as JsonObject ?? [];
        var container = template["spec"]?["containers"]?[0];
        Uid = ObjectMetadata.Text(metadata["uid"]);
        Generation = metadata["generation"]!.GetValue<int>();
        Replicas = Number(spec["replicas"], 1);
        DeadlineSeconds = Number(spec["progressDeadlineSeconds"], 600);
        Container = ObjectMetadata.Text(container?["name"]) is { Length: > 0 } name ? name : "app";
        Image = ObjectMetadata.Text(container?["image"]);
        Labels = template["metadata"]?["labels"]?.DeepClone() as JsonObject ?? [];
        Application = ObjectMetadata.Text(metadata["annotations"]?[ApplicationAnnotation]) is { Length: > 0 } application ? application : Name.Name;
        Template = template;
        var hash = PodNames.Hash(template.ToJsonString());
        var changed = hash != Hash;
        Hash = hash;
        return changed;
    }

    /// <summary>Names the image-tag file of a Deployment, which for a few applications is not its repository label.</summary>
    public const string ApplicationAnnotation = "sandbox.release/application";

    private static int Number(JsonNode? node, int otherwise) =>
        node is JsonValue value && int.TryParse(value.ToString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
