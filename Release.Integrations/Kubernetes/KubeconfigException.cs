namespace Release.Integrations.Kubernetes;

/// <summary>A kubeconfig cannot be used. The message names the field and the remedy, and never holds a value of it.</summary>
internal sealed class KubeconfigException(string message, Exception? innerException = null) : Exception(message, innerException);
