namespace Release.Integrations.Kubernetes;

/// <summary>Where an application's workloads are found.</summary>
internal sealed record Placement(string Repository, string Namespace, string Component)
{
    public const string RepositoryLabel = "app.govuk/repository-name";
    public const string ComponentLabel = "app.kubernetes.io/component";
    public const string InstanceLabel = "app.kubernetes.io/instance";

    public string Selector => $"{RepositoryLabel}={Repository},{ComponentLabel}={Component}";
}
