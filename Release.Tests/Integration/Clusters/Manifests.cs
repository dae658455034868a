using System.Text.Json;
using System.Text.Json.Nodes;

namespace Release.Tests.Integration.Clusters;

/// <summary>The smallest objects that a real API server accepts.</summary>
internal static class Manifests
{
    /// <param name="labels">JSON; null for none.</param>
    public static JsonObject ConfigMap(string name, string value = "1", string? labels = null)
    {
        var map = Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{},"data":{} }""");
        map["metadata"]!["name"] = name;
        map["metadata"]!["labels"] = Parse(labels ?? "{}");
        map["data"]!["key"] = value;
        return map;
    }

    /// <param name="labels">JSON; the pods carry them too.</param>
    public static JsonObject Deployment(string name, string image, int replicas = 1, string labels = "{}", int? progressDeadlineSeconds = null)
    {
        var deployment = Parse($$"""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"{{name}}","labels":{{labels}}},
             "spec":{"replicas":{{replicas}},"selector":{"matchLabels":{"app":"{{name}}"} },
               "template":{"metadata":{"labels":{"app":"{{name}}"} },"spec":{"containers":[{"name":"app","image":"{{image}}"}]} } } }
            """);
        var template = deployment["spec"]!["template"]!["metadata"]!["labels"]!.AsObject();
        foreach (var (key, value) in Parse(labels))
        {
            template[key] = value!.DeepClone();
        }

        if (progressDeadlineSeconds is { } seconds)
        {
            deployment["spec"]!["progressDeadlineSeconds"] = seconds;
        }

        return deployment;
    }

    public static JsonObject Pod(string name, string image = "registry.test/owner/app:v1", string labels = "{}", string restartPolicy = "Always") => Parse($$"""
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{name}}","labels":{{labels}}},
         "spec":{"restartPolicy":"{{restartPolicy}}","containers":[{"name":"app","image":"{{image}}"}]} }
        """);

    public static JsonObject Job(string name, string image = "registry.test/owner/app:v1", int backoffLimit = 0, string labels = "{}") => Parse($$"""
        {"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"{{name}}","labels":{{labels}}},
         "spec":{"backoffLimit":{{backoffLimit}},"template":{"metadata":{"labels":{{labels}}},
           "spec":{"restartPolicy":"Never","containers":[{"name":"app","image":"{{image}}"}]} } } }
        """);

    public static JsonObject Parse(string json) => JsonNode.Parse(json) as JsonObject ?? throw new JsonException("Not an object.");
}
