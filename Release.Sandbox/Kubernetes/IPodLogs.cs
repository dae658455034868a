namespace Release.Sandbox.Kubernetes;

/// <summary>The output of containers.</summary>
internal interface IPodLogs
{
    private static readonly Task Never = new TaskCompletionSource().Task;

    /// <param name="previous">True for the previous container instance.</param>
    /// <returns>Oldest first; null when there is no such container or it has not started.</returns>
    IReadOnlyList<PodLogLine>? Read(string @namespace, string pod, bool previous);

    /// <summary>Completes when the log may have grown without a change of the pod; take it before reading. By default it never completes.</summary>
    Task NextLine(string @namespace, string pod) => Never;
}

/// <summary>One line of a container's output.</summary>
internal sealed record PodLogLine(DateTimeOffset Time, string Text);
