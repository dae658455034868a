using Release.Core.Environments;

namespace Release.Integrations.Kubernetes;

/// <summary>The client of each environment's cluster.</summary>
internal interface IClusterClients
{
    /// <summary>Ask each time: another client is handed out once the kubeconfig has changed. It is not the caller's to dispose.</summary>
    /// <exception cref="Core.Ports.OutsideException">The kubeconfig is missing or cannot be used.</exception>
    KubernetesClient For(EnvironmentName environment);
}
