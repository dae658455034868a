namespace Release.Integrations.Kubernetes;

/// <summary>410: the resource version or the page token is too old; list again.</summary>
internal sealed class KubernetesExpiredException(string message) : Exception(message);
