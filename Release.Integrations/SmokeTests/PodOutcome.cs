using Release.Integrations.Kubernetes.Objects;
using Release.Integrations.Kubernetes.Workloads;

namespace Release.Integrations.SmokeTests;

/// <summary>Describes what a pod with tests does, or how it ended.</summary>
internal static class PodOutcome
{
    private const int Killed = 137;
    private const int Terminated = 143;

    /// <summary>Waiting reasons that do not resolve within the time of a run.</summary>
    private static readonly HashSet<string> Hopeless = new(StringComparer.Ordinal)
    {
        "ImagePullBackOff", "ErrImagePull", "ErrImageNeverPull", "InvalidImageName", "CreateContainerConfigError", "CreateContainerError", "RunContainerError",
    };

    /// <param name="pod">The pod.</param>
    /// <param name="container">The container whose exit code counts; null for the first.</param>
    public static Pod.ContainerStatus? Tests(Pod pod, string? container)
    {
        var name = container ?? pod.Spec?.First?.Name;
        return pod.Status?.ContainerStatuses?.FirstOrDefault(status => name is null || status.Name == name);
    }

    /// <summary>How the tests' container ended; null if it has not ended, or its state is unknown.</summary>
    public static Pod.Terminated? Ended(Pod pod, string? container) => Tests(pod, container)?.State?.Terminated;

    /// <summary>Whether the tests' container has started and not ended.</summary>
    public static bool IsRunning(Pod pod, string? container) => Tests(pod, container)?.State is { Waiting: null, Terminated: null };

    /// <summary>Why the pod will not be able to start its containers; null if it may.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="events">The pod's own, newest first.</param>
    public static string? HopelessProblem(Pod pod, IReadOnlyList<KubernetesEvent> events) =>
        IsHopeless(pod) && PodProblems.Of(pod, events) is { } problem ? problem.Message : null;

    public static bool IsHopeless(Pod pod) => Containers(pod).Any(container => container.State?.Waiting?.Reason is { } reason && Hopeless.Contains(reason));

    public static bool IsHopeless(string reason) => Hopeless.Contains(reason);

    /// <summary>What the pod does now, in words without a full stop.</summary>
    public static string Doing(Pod pod, string? container)
    {
        var name = pod.Metadata.Name;
        if (pod.IsTerminating)
        {
            return $"Pod {name} is being deleted";
        }

        if (pod.Condition("PodScheduled") is { Status: "False" } scheduled)
        {
            return $"Pod {name} waits for a node{After(scheduled.Message ?? scheduled.Reason)}";
        }

        if (IsRunning(pod, container))
        {
            return $"The smoke tests run in pod {name}";
        }

        if (Ended(pod, container) is not null)
        {
            return $"The smoke tests have ended in pod {name}";
        }

        return Containers(pod).Select(status => status.State?.Waiting).FirstOrDefault(waiting => waiting is not null) is { } reason
            ? $"Pod {name} is being started{After(reason.Message ?? reason.Reason)}"
            : $"Pod {name} is waiting to be started";
    }

    /// <summary>
    /// Why the tests of an ended pod could not run, if the exit code is neither 0 nor the tests' own 1 (contracts §6).
    /// </summary>
    public static string CouldNotRun(Pod pod, string? container)
    {
        if (pod.Status?.Reason is "Evicted")
        {
            return $"The pod was evicted from its node{After(pod.Status.Message)}";
        }

        if (pod.Condition("DisruptionTarget") is { Status: "True" } disruption)
        {
            return $"The pod was removed ({disruption.Reason}){After(disruption.Message)}";
        }

        if (pod.Status?.InitContainerStatuses?.FirstOrDefault(status => status.State?.Terminated is { ExitCode: not 0 }) is { } first)
        {
            return $"Before the smoke tests, container {first.Name} ended with {Describe(first.State!.Terminated!)}";
        }

        return Ended(pod, container) switch
        {
            { ExitCode: 0 } => $"The smoke tests ended with exit code 0, but their pod failed{After(pod.Status?.Message ?? OtherContainer(pod, container))}",
            { } ended => $"The smoke tests ended with {Describe(ended)}",
            null => $"The pod failed before the smoke tests ended{After(pod.Status?.Message ?? pod.Status?.Reason)}",
        };
    }

    /// <summary>For example "exit code 137: killed, out of memory".</summary>
    public static string Describe(Pod.Terminated ended)
    {
        var reason = ended switch
        {
            { Reason: "OOMKilled" } => "it used more memory than it may and was killed (OOMKilled)",
            { ExitCode: Killed } => "killed (signal 9)",
            { ExitCode: Terminated } => "told to stop (signal 15)",
            { ExitCode: > 128 and < 192 } => $"killed by signal {ended.ExitCode - 128}",
            { ExitCode: 127 } => "the command was not found",
            { ExitCode: 126 } => "the command cannot be executed",
            { Reason: not (null or "" or "Error" or "Completed") } => ended.Reason,
            _ => null,
        };
        return $"exit code {ended.ExitCode}{(reason is null ? "" : $", {reason}")}{After(ended.Message)}";
    }

    private static string? OtherContainer(Pod pod, string? container) =>
        pod.Status?.ContainerStatuses?.FirstOrDefault(status => status != Tests(pod, container) && status.State?.Terminated is { ExitCode: not 0 }) is { } other
            ? $"container {other.Name} ended with {Describe(other.State!.Terminated!)}"
            : null;

    private static IEnumerable<Pod.ContainerStatus> Containers(Pod pod) =>
        [.. pod.Status?.InitContainerStatuses ?? [], .. pod.Status?.ContainerStatuses ?? []];

    private static string After(string? detail) => string.IsNullOrWhiteSpace(detail) ? "" : $": {detail.Trim().TrimEnd('.')}";
}
