namespace Release.Sandbox.Kubernetes;

/// <summary>What containers wrote.</summary>
internal interface IPodLogs
{
    private static readonly Task Never = new TaskCompletionSource().Task;

    /// <param name="previous">Asks for the container that ran before this one.</param>
    /// <returns>Oldest first; null when there is no such container or it has not started.</returns>
    IReadOnlyList<PodLogLine>? Read(string @namespace, string pod, bool previous);

    /// <summary>Completes when the pod's log may have grown without a change of the pod; taken before reading. Never, where that does not happen.</summary>
    Task NextLine(string @namespace, string pod) => Never;
}

/// <summary>One line of a container's output.</summary>
internal sealed record PodLogLine(DateTimeOffset Time, string Text);
