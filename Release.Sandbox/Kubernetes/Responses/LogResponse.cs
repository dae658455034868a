using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Release.Sandbox.Hosting;
using Release.Sandbox.Kubernetes.Storage;

namespace Release.Sandbox.Kubernetes.Responses;

/// <summary><c>GET …/pods/{name}/log</c>.</summary>
internal sealed class LogResponse(HttpContext context, ObjectStore store, IPodLogs logs, TimeProvider time)
{
    public async Task WriteAsync(string @namespace, string name)
    {
        var query = context.Request.Query;
        var previous = QueryText.IsTrue(query["previous"]);
        CheckContainer(Find(@namespace, name), query["container"]);
        var lines = logs.Read(@namespace, name, previous) ?? throw NotReady(@namespace, name, previous);
        context.Response.ContentType = "text/plain";
        var selected = Select(lines);
        await WriteAsync(selected);
        if (QueryText.IsTrue(query["follow"]) && !previous)
        {
            await FollowAsync(@namespace, name, lines.Count);
        }
    }

    private List<PodLogLine> Select(IReadOnlyList<PodLogLine> lines)
    {
        var query = context.Request.Query;
        IEnumerable<PodLogLine> selected = lines;
        if (QueryText.Number(query["sinceSeconds"]) is { } seconds)
        {
            var since = time.GetUtcNow() - TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue));
            selected = selected.Where(line => line.Time >= since);
        }

        if (DateTimeOffset.TryParse(query["sinceTime"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var from))
        {
            selected = selected.Where(line => line.Time >= from);
        }

        if (QueryText.Number(query["tailLines"]) is { } tail)
        {
            selected = selected.TakeLast((int)Math.Min(tail, int.MaxValue));
        }

        return [.. selected];
    }

    /// <summary>Follows the log until the pod is deleted or finished. It wakes up on changes of the pod, and on new lines.</summary>
    private async Task FollowAsync(string @namespace, string name, int written)
    {
        while (true)
        {
            var changed = store.NextChange;
            var nextLine = logs.NextLine(@namespace, name);
            var pod = store.Find(ResourceKinds.Pods, @namespace, name);
            var lines = logs.Read(@namespace, name, previous: false) ?? [];
            await WriteAsync(lines.Count < written ? lines : lines.Skip(written));
            written = lines.Count;
            if (pod is null || ObjectMetadata.Text(pod.Read()["status"]?["phase"]) is "Succeeded" or "Failed")
            {
                return;
            }

            await Task.WhenAny(changed, nextLine).WaitAsync(context.RequestAborted);
        }
    }

    private async Task WriteAsync(IEnumerable<PodLogLine> lines)
    {
        var timestamps = QueryText.IsTrue(context.Request.Query["timestamps"]);
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.Append(timestamps ? $"{Rfc3339.FormatPrecise(line.Time)} {line.Text}\n" : $"{line.Text}\n");
        }

        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        var length = (int)Math.Min(bytes.Length, QueryText.Number(context.Request.Query["limitBytes"]) ?? long.MaxValue);
        await context.Response.Body.WriteAsync(bytes.AsMemory(0, length), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private JsonObject Find(string @namespace, string name) =>
        store.Find(ResourceKinds.Pods, @namespace, name)?.Read() ?? throw KubernetesError.NotFound(ResourceKinds.Pods, name);

    private static void CheckContainer(JsonObject pod, string? container)
    {
        var names = pod["spec"]!["containers"]!.AsArray().Select(entry => ObjectMetadata.Text(entry!["name"])).ToList();
        if (container is not { Length: > 0 } && names.Count > 1)
        {
            throw KubernetesError.BadRequest($"a container name must be specified for pod {ObjectMetadata.Text(pod["metadata"]!["name"])}, choose one of: [{string.Join(' ', names)}]");
        }

        if (container is { Length: > 0 } && !names.Contains(container))
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
