using System.Text;
using System.Text.Json.Nodes;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.Kubernetes;

/// <summary><c>GET …/pods/{name}/log</c>.</summary>
internal sealed class LogAnswer(HttpContext context, ObjectStore store, IPodLogs logs, TimeProvider time)
{
    public async Task WriteAsync(string @namespace, string name)
    {
        var query = context.Request.Query;
        var previous = query["previous"] == "true";
        CheckContainer(Find(@namespace, name), query["container"]);
        var lines = logs.Read(@namespace, name, previous) ?? throw NotReady(@namespace, name, previous);
        context.Response.ContentType = "text/plain";
        var selected = Select(lines);
        await WriteAsync(selected);
        if (query["follow"] == "true" && !previous)
        {
            await FollowAsync(@namespace, name, lines.Count);
        }
    }

    private List<PodLogLine> Select(IReadOnlyList<PodLogLine> lines)
    {
        var query = context.Request.Query;
        IEnumerable<PodLogLine> selected = lines;
        if (ListAnswer.ReadLong(query["sinceSeconds"]) is { } seconds)
        {
            var since = time.GetUtcNow() - TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue));
            selected = selected.Where(line => line.Time >= since);
        }

        if (ListAnswer.ReadLong(query["tailLines"]) is { } tail)
        {
            selected = selected.TakeLast((int)Math.Min(tail, int.MaxValue));
        }

        return [.. selected];
    }

    /// <summary>Until the pod is gone or finished. Logs grow when something happens to the pod, which the store tells.</summary>
    private async Task FollowAsync(string @namespace, string name, int written)
    {
        while (true)
        {
            var changed = store.NextChange;
            var pod = store.Find(ResourceKinds.Pods, @namespace, name);
            var lines = logs.Read(@namespace, name, previous: false) ?? [];
            await WriteAsync(lines.Count < written ? lines : lines.Skip(written));
            written = lines.Count;
            if (pod is null || ObjectMetadata.Text(pod.Read()["status"]?["phase"]) is "Succeeded" or "Failed")
            {
                return;
            }

            await changed.WaitAsync(context.RequestAborted);
        }
    }

    private async Task WriteAsync(IEnumerable<PodLogLine> lines)
    {
        var timestamps = context.Request.Query["timestamps"] == "true";
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.Append(timestamps ? $"{Rfc3339.FormatPrecise(line.Time)} {line.Text}\n" : $"{line.Text}\n");
        }

        await context.Response.WriteAsync(text.ToString(), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private JsonObject Find(string @namespace, string name) =>
        store.Find(ResourceKinds.Pods, @namespace, name)?.Read() ?? throw KubernetesError.NotFound(ResourceKinds.Pods, name);

    private static void CheckContainer(JsonObject pod, string? container)
    {
        if (container is { Length: > 0 } && pod["spec"]!["containers"]!.AsArray().All(entry => ObjectMetadata.Text(entry!["name"]) != container))
        {
            throw KubernetesError.BadRequest($"container {container} is not valid for pod {ObjectMetadata.Text(pod["metadata"]!["name"])}");
        }
    }

    private KubernetesError NotReady(string @namespace, string name, bool previous)
    {
        var pod = Find(@namespace, name);
        var container = ObjectMetadata.Text(pod["spec"]!["containers"]![0]!["name"]);
        var reason = ObjectMetadata.Text(pod["status"]?["containerStatuses"]?[0]?["state"]?["waiting"]?["reason"]);
        return KubernetesError.BadRequest(previous
            ? $"previous terminated container \"{container}\" in pod \"{name}\" not found"
            : $"container \"{container}\" in pod \"{name}\" is waiting to start: {reason}");
    }
}
