namespace Release.Integrations.Kubernetes;

/// <summary>One of <c>Release:Clusters:Environments</c>.</summary>
public sealed class ClusterOptions
{
    /// <summary>The kubeconfig context; the environment's name unless set.</summary>
    public string? Context { get; set; }

    /// <summary>It is the cluster that Release itself runs in, as its pod's service account; no kubeconfig is used.</summary>
    public bool InCluster { get; set; }
}
