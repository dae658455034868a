namespace Release.Core.Environments;

/// <summary>What brings a version into an environment's cluster.</summary>
public enum EnvironmentEngine
{
    /// <summary>Argo CD follows the configuration repository; Release nudges it and watches.</summary>
    ArgoCd,

    /// <summary>There is no Argo CD: Release itself sets the image of the application's Deployments (ADR 0008).</summary>
    Kubernetes,
}
