using System.Globalization;
using System.Text.Json.Nodes;
using Release.Integrations.Kubernetes.Connection;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Tests.Integration.Clusters;

/// <summary>
/// Plays what a bare cluster lacks: scheduler and kubelets. Writes only the status of pods, as they do, through the status
/// subresource; what follows from it (ReplicaSets, Deployments, Jobs) is the controllers' doing.
/// </summary>
internal sealed class Kubelet(ClusterClient client)
{
    /// <summary>The pods of a selection as soon as there are so many that are not being deleted.</summary>
    /// <param name="selector">Labels, for example <c>app=web</c>; null for all.</param>
    /// <param name="which">Which of them count; null for all.</param>
    public async Task<IReadOnlyList<Pod>> WaitForPodsAsync(
        string @namespace, string? selector, int count, CancellationToken cancellationToken, Func<Pod, bool>? which = null)
    {
        var pods = await Observation.UntilAsync(
            client, ResourceKinds.Pods, new ObjectSelection(@namespace, selector), items => Wanted(items).Count() == count, cancellationToken);
        return [.. Wanted(pods)];

        IEnumerable<Pod> Wanted(IEnumerable<Pod> items) => items.Where(pod => !pod.IsTerminating && which?.Invoke(pod) != false);
    }

    /// <summary>Waits for so many pods of an image and makes them ready.</summary>
    public async Task<IReadOnlyList<Pod>> RunAsync(string @namespace, string? selector, string image, int count, CancellationToken cancellationToken)
    {
        var pods = await WaitForPodsAsync(@namespace, selector, count, cancellationToken, pod => pod.Spec?.First?.Image == image && !pod.HasEnded);
        foreach (var pod in pods)
        {
            await ReadyAsync(pod, cancellationToken);
        }

        return pods;
    }

    public Task<Pod> ReadyAsync(Pod pod, CancellationToken cancellationToken, int restarts = 0) =>
        SetAsync(pod, "Running", ready: true, Container(pod, true, restarts, Running()), cancellationToken);

    /// <summary>Runs, but its probe does not succeed.</summary>
    public Task<Pod> NotReadyAsync(Pod pod, CancellationToken cancellationToken, int restarts = 0) =>
        SetAsync(pod, "Running", ready: false, Container(pod, false, restarts, Running()), cancellationToken);

    /// <summary>Waits, for example with <c>ImagePullBackOff</c>.</summary>
    public Task<Pod> WaitingAsync(Pod pod, string reason, string message, CancellationToken cancellationToken) =>
        SetAsync(pod, "Pending", ready: false, Container(pod, false, 0, Waiting(reason, message)), cancellationToken);

    /// <summary>Ended, and waits for its next start.</summary>
    /// <param name="reason">Of the end, for example <c>Error</c> or <c>OOMKilled</c>.</param>
    public Task<Pod> CrashLoopAsync(Pod pod, int exitCode, CancellationToken cancellationToken, string reason = "Error", int restarts = 3)
    {
        var container = Container(pod, false, restarts, Waiting("CrashLoopBackOff", $"back-off 40s restarting failed container={pod.Spec?.First?.Name} pod={pod.Metadata.Name}"));
        container["lastState"] = Ended(exitCode, reason);
        return SetAsync(pod, "Running", ready: false, container, cancellationToken);
    }

    /// <summary>Ended for good; the pod counts as succeeded when the exit code is 0.</summary>
    public Task<Pod> ExitAsync(Pod pod, int exitCode, CancellationToken cancellationToken, string? reason = null) =>
        SetAsync(
            pod, exitCode == 0 ? "Succeeded" : "Failed", ready: false,
            Container(pod, false, 0, Ended(exitCode, reason ?? (exitCode == 0 ? "Completed" : "Error"))), cancellationToken);

    /// <summary>No node takes it.</summary>
    public Task<Pod> UnschedulableAsync(Pod pod, string message, CancellationToken cancellationToken) =>
        WriteAsync(
            pod,
            new JsonObject
            {
                ["phase"] = "Pending",
                ["conditions"] = new JsonArray(Condition("PodScheduled", false, "Unschedulable", message)),
            },
            cancellationToken);

    /// <summary>Writes any status, as a merge patch.</summary>
    public async Task<Pod> WriteAsync(Pod pod, JsonObject status, CancellationToken cancellationToken) =>
        await client.MergePatchAsync(
            ResourceKinds.Pods, pod.Metadata.Namespace, pod.Metadata.Name, new JsonObject { ["status"] = status }, cancellationToken, subresource: "status")
        ?? throw new InvalidOperationException("The API server answered nothing.");

    private Task<Pod> SetAsync(Pod pod, string phase, bool ready, JsonObject container, CancellationToken cancellationToken)
    {
        var why = phase == "Succeeded" ? "PodCompleted" : ready ? null : "ContainersNotReady";
        var message = ready ? null : $"containers with unready status: [{pod.Spec?.First?.Name}]";
        return WriteAsync(
            pod,
            new JsonObject
            {
                ["phase"] = phase,
                ["conditions"] = new JsonArray(
                    Condition("PodScheduled", true), Condition("Initialized", true), Condition("ContainersReady", ready, why, message), Condition("Ready", ready, why, message)),
                ["containerStatuses"] = new JsonArray(container),
                ["startTime"] = Now(),
            },
            cancellationToken);
    }

    private static JsonObject Container(Pod pod, bool ready, int restarts, JsonObject state) => new()
    {
        ["name"] = pod.Spec?.First?.Name,
        ["image"] = pod.Spec?.First?.Image,
        ["imageID"] = "",
        ["ready"] = ready,
        ["started"] = ready,
        ["restartCount"] = restarts,
        ["state"] = state,
    };

    private static JsonObject Running() => new() { ["running"] = new JsonObject { ["startedAt"] = Now() } };

    private static JsonObject Waiting(string reason, string message) => new() { ["waiting"] = new JsonObject { ["reason"] = reason, ["message"] = message } };

    private static JsonObject Ended(int exitCode, string reason) => new()
    {
        ["terminated"] = new JsonObject { ["exitCode"] = exitCode, ["reason"] = reason, ["startedAt"] = Now(), ["finishedAt"] = Now() },
    };

    private static JsonObject Condition(string type, bool isTrue, string? reason = null, string? message = null)
    {
        var condition = new JsonObject { ["type"] = type, ["status"] = isTrue ? "True" : "False", ["lastTransitionTime"] = Now() };
        if (reason is not null)
        {
            condition["reason"] = reason;
        }

        if (message is not null)
        {
            condition["message"] = message;
        }

        return condition;
    }

    private static string Now() => TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
