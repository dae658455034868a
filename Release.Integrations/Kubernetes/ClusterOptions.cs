namespace Release.Integrations.Kubernetes;

/// <summary>One of <c>Release:Clusters:Environments</c>.</summary>
public sealed class ClusterOptions
{
    /// <summary>The kubeconfig context; the environment's name unless set.</summary>
    public string? Context { get; set; }
}
