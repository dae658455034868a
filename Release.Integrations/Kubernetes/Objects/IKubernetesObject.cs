namespace Release.Integrations.Kubernetes.Objects;

/// <summary>Anything that lives in a cluster.</summary>
internal interface IKubernetesObject
{
    ObjectMeta Metadata { get; }
}
