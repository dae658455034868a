using System.Text.Json.Nodes;
using Release.Integrations.Kubernetes.Workloads;

namespace Release.Integrations.SmokeTests;

/// <summary>
/// Builds the Job that runs a cell's smoke tests: from the options, or from a manifest to which Release adds its name,
/// labels and limits.
/// </summary>
internal static class JobManifest
{
    public const string DefaultContainer = "smoke-test";

    /// <exception cref="SmokeTestSetupException">The options or the manifest do not describe a valid Job.</exception>
    public static JsonObject Of(SmokeTestRun run, SmokeTestSettings.JobPart part)
    {
        var job = part.TemplateFile is { } file ? FromFile(file, run) : FromOptions(part, run);
        var metadata = Object(job, "metadata");
        metadata.Remove("generateName");
        metadata["name"] = run.Name;
        metadata["namespace"] = run.Namespace;
        Label(metadata, run);
        var spec = Object(job, "spec");

        // No second pod: the pipeline retries, and a second pod would hide the output of the first (contracts §6).
        spec["backoffLimit"] = 0;
        spec["activeDeadlineSeconds"] = (long)part.Times.Deadline.TotalSeconds;
        spec["ttlSecondsAfterFinished"] = (long)part.Times.Keep.TotalSeconds;
        var template = Object(spec, "template");
        Label(Object(template, "metadata"), run);
        var pod = Object(template, "spec");
        pod["restartPolicy"] = "Never";
        AddVariables(TestsContainer(pod, part), run);
        return job;
    }

    private static JsonObject FromOptions(SmokeTestSettings.JobPart part, SmokeTestRun run)
    {
        var container = new JsonObject
        {
            ["name"] = part.Container ?? DefaultContainer,
            ["image"] = SmokeTestPlaceholders.Fill(
                part.Image ?? throw new SmokeTestSetupException($"No image is configured for the smoke tests: set {SmokeTestOptions.Section}:Job:Image."), run),
            ["env"] = new JsonArray([.. part.EnvironmentVariables.Select(variable => Variable(variable.Key, SmokeTestPlaceholders.Fill(variable.Value, run)))]),
            ["resources"] = new JsonObject { ["requests"] = Quantities(part.Requests), ["limits"] = Quantities(part.Limits) },
        };
        Texts("command", part.Command);
        Texts("args", part.Arguments);
        var pod = new JsonObject { ["containers"] = new JsonArray(container) };
        if (part.ServiceAccountName is { } account)
        {
            pod["serviceAccountName"] = account;
        }
        else
        {
            // Tests need no access to the cluster's API.
            pod["automountServiceAccountToken"] = false;
        }

        return new JsonObject
        {
            ["apiVersion"] = "batch/v1",
            ["kind"] = "Job",
            ["spec"] = new JsonObject { ["template"] = new JsonObject { ["spec"] = pod } },
        };

        void Texts(string field, IReadOnlyList<string> texts)
        {
            if (texts.Count > 0)
            {
                container[field] = new JsonArray([.. texts.Select(text => JsonValue.Create(SmokeTestPlaceholders.Fill(text, run)))]);
            }
        }
    }

    private static JsonObject FromFile(string path, SmokeTestRun run)
    {
        var name = $"The smoke tests' manifest {path}";
        string yaml;
        try
        {
            yaml = File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SmokeTestSetupException(
                $"{name} cannot be read ({exception.GetType().Name}): set {SmokeTestOptions.Section}:Job:TemplateFile to a readable file.", exception);
        }

        var job = YamlManifest.Read(yaml, name, text => SmokeTestPlaceholders.Fill(text, run));
        if ((Text(job["apiVersion"]), Text(job["kind"])) is not ("batch/v1", "Job"))
        {
            throw new SmokeTestSetupException($"{name} must be of apiVersion batch/v1 and kind Job.");
        }

        if (job["metadata"] is JsonObject metadata && metadata.ContainsKey("namespace"))
        {
            throw new SmokeTestSetupException(
                $"{name} must leave out the namespace: Release sets the application's namespace, or {SmokeTestOptions.Section}:Job:Namespace.");
        }

        if (job["spec"] is JsonObject spec && (spec.ContainsKey("completions") || spec.ContainsKey("parallelism")))
        {
            throw new SmokeTestSetupException($"{name} must leave out completions and parallelism: one pod runs the tests.");
        }

        job.Remove("status");
        return job;
    }

    private static JsonObject TestsContainer(JsonObject pod, SmokeTestSettings.JobPart part)
    {
        JsonObject[] containers = [.. (pod["containers"] as JsonArray ?? []).OfType<JsonObject>()];
        var found = part.Container is { } wanted
            ? Array.Find(containers, container => Text(container["name"]) == wanted)
            : containers.FirstOrDefault();
        return found ?? throw new SmokeTestSetupException(
            $"The smoke tests' manifest {part.TemplateFile} has no container {part.Container}".TrimEnd()
            + $": give spec.template.spec.containers, and in {SmokeTestOptions.Section}:Job:Container the name of one of them.");
    }

    /// <summary>Adds the variables that every test container gets. A variable of the same name in the manifest takes precedence.</summary>
    private static void AddVariables(JsonObject container, SmokeTestRun run)
    {
        if (container["env"] is not JsonArray variables)
        {
            container["env"] = variables = [];
        }

        var given = variables.OfType<JsonObject>().Select(variable => Text(variable["name"])).ToHashSet(StringComparer.Ordinal);
        (string Name, string Value)[] own =
            [("APPLICATION", run.Cell.Application.Value), ("ENVIRONMENT", run.Cell.Environment.Value), ("VERSION", run.Version.Value)];
        foreach (var (name, value) in own.Where(variable => !given.Contains(variable.Name)).Reverse())
        {
            // At the front, because $(NAME) can only refer to an earlier variable.
            variables.Insert(0, Variable(name, value));
        }
    }

    private static void Label(JsonObject metadata, SmokeTestRun run)
    {
        var labels = Object(metadata, "labels");

        // A pod with the application's own label would count as one of its pods (contracts §8).
        labels.Remove(Placement.RepositoryLabel);
        foreach (var (key, value) in run.Labels)
        {
            labels[key] = value;
        }

        Object(metadata, "annotations")[SmokeTestRun.VersionAnnotation] = run.Version.Value;
    }

    private static JsonObject Object(JsonObject parent, string name)
    {
        if (parent[name] is JsonObject found)
        {
            return found;
        }

        var made = new JsonObject();
        parent[name] = made;
        return made;
    }

    private static JsonObject Quantities(IReadOnlyDictionary<string, string> quantities) =>
        new(quantities.Select(quantity => KeyValuePair.Create(quantity.Key, (JsonNode?)JsonValue.Create(quantity.Value))));

    private static JsonObject Variable(string name, string value) => new() { ["name"] = name, ["value"] = value };

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
