namespace Release.Sandbox.Kubernetes;

/// <summary>What containers wrote.</summary>
internal interface IPodLogs
{
    /// <param name="previous">Asks for the container that ran before this one.</param>
    /// <returns>Oldest first; null when there is no such container or it has not started.</returns>
    IReadOnlyList<PodLogLine>? Read(string @namespace, string pod, bool previous);
}
