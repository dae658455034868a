namespace Release.Integrations.Kubernetes;

/// <summary>409: the object exists already, or somebody changed it in between.</summary>
internal sealed class KubernetesConflictException(string message) : Exception(message);
