namespace Release.Sandbox.Kubernetes;

/// <summary>One line of a container's output.</summary>
internal sealed record PodLogLine(DateTimeOffset Time, string Text);
