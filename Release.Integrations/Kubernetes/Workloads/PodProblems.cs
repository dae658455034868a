using Release.Core.Clusters;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.Kubernetes.Workloads;

/// <summary>Describes why a pod does not run (contracts §8), with the message of the container or of the newest matching event.</summary>
internal static class PodProblems
{
    /// <summary>
    /// Waiting reasons that waiting does not fix: all come from the version or its configuration, and Kubernetes only repeats what failed.
    /// </summary>
    private static readonly Dictionary<string, string> Waiting = new(StringComparer.Ordinal)
    {
        ["ImagePullBackOff"] = "The image cannot be pulled",
        ["ErrImagePull"] = "The image cannot be pulled",
        ["ErrImageNeverPull"] = "The image is not on the node and may not be pulled",
        ["InvalidImageName"] = "The image's name is invalid",
        ["CrashLoopBackOff"] = "The container keeps crashing",
        ["CreateContainerConfigError"] = "The container's configuration is incomplete",
        ["CreateContainerError"] = "The container cannot be created",
        ["RunContainerError"] = "The container cannot be started",
    };

    public static PodProblem? Of(Pod pod, IReadOnlyList<KubernetesEvent> events) =>
        pod.IsReady
            ? null
            : OfContainers(pod, events) ?? OfScheduling(pod, events) ?? OfProbes(pod, events);

    private static PodProblem? OfContainers(Pod pod, IReadOnlyList<KubernetesEvent> events)
    {
        Pod.ContainerStatus[] containers = [.. pod.Status?.InitContainerStatuses ?? [], .. pod.Status?.ContainerStatuses ?? []];
        return containers.Select(container => OfContainer(container, events)).FirstOrDefault(problem => problem is not null);
    }

    private static PodProblem? OfContainer(Pod.ContainerStatus container, IReadOnlyList<KubernetesEvent> events)
    {
        var last = container.State?.Terminated ?? container.LastState?.Terminated;
        var hasPrevious = container.LastState?.Terminated is not null;
        var isDown = container.State is { Waiting: not null } or { Terminated: not null };
        if (last?.Reason == "OOMKilled" && !container.Ready)
        {
            // Checked first, because the container then waits in CrashLoopBackOff, which hides the cause.
            return new PodProblem(
                "OOMKilled", $"Container {container.Name} used more memory than it may and was killed{Restarts(container)}.", isDown, hasPrevious);
        }

        if (container.State?.Terminated is { ExitCode: not 0 } ended)
        {
            // Not fatal: Kubernetes restarts it, and a crash loop is reported as such.
            return new PodProblem(ended.Reason ?? "Error", $"Container {container.Name} ended{WithCode(ended)}", IsFatal: false, hasPrevious);
        }

        if (container.State?.Waiting is not { Reason: { } reason } waiting || !Waiting.TryGetValue(reason, out var words))
        {
            return null;
        }

        var detail = reason == "CrashLoopBackOff"
            ? $"{Ended(last)}{Restarts(container)}"
            : ImagePullMessage(reason, waiting.Message, events) is { } message ? ": " + message : "";
        return new PodProblem(reason, $"{words} (container {container.Name}){detail}", IsFatal: true, hasPrevious);
    }

    /// <summary>The reason of a failed pull. ImagePullBackOff itself does not say it, so the event before it does.</summary>
    private static string? ImagePullMessage(string reason, string? own, IReadOnlyList<KubernetesEvent> events)
    {
        var newest = events.FirstOrDefault(item => item.Reason == "Failed" && item.Message is { Length: > 0 } text && !text.StartsWith("Error: ", StringComparison.Ordinal));
        return reason == "ImagePullBackOff" ? newest?.Message ?? own : own ?? newest?.Message;
    }

    private static PodProblem? OfScheduling(Pod pod, IReadOnlyList<KubernetesEvent> events)
    {
        var condition = pod.Condition("PodScheduled");
        if (condition is not { Status: "False", Reason: "Unschedulable" })
        {
            return null;
        }

        var message = condition.Message ?? events.FirstOrDefault(item => item.Reason == "FailedScheduling")?.Message;
        return new PodProblem("Unschedulable", $"No node has room for the pod{(message is null ? "" : ": " + message)}", IsFatal: false, HasPreviousLog: false);
    }

    private static PodProblem? OfProbes(Pod pod, IReadOnlyList<KubernetesEvent> events)
    {
        if (events.FirstOrDefault(item => item.Reason == "Unhealthy") is not { } unhealthy)
        {
            return null;
        }

        var hasPrevious = pod.Status?.ContainerStatuses?.Any(container => container.LastState?.Terminated is not null) == true;
        return new PodProblem("Unhealthy", unhealthy.Message ?? "A probe of the container fails.", IsFatal: false, hasPrevious);
    }

    private static string Ended(Pod.Terminated? last) => last is null ? "" : $": it ended{WithCode(last)}";

    private static string WithCode(Pod.Terminated last) =>
        $" with exit code {last.ExitCode}{(last.Message is { Length: > 0 } message ? $", {message.Trim()}" : "")}";

    private static string Restarts(Pod.ContainerStatus container) =>
        container.RestartCount == 0 ? "" : $" ({container.RestartCount} {(container.RestartCount == 1 ? "restart" : "restarts")})";
}
