namespace Release.Sandbox.Workloads;

/// <summary>One container of a pod.</summary>
internal sealed record PodContainer(string Name, string Image);
