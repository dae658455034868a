namespace Release.Integrations.Kubernetes;

/// <summary>One of <c>Release:Applications</c>: where an application's pods are when they are not where the others' are (contracts §8).</summary>
public sealed class PlacementOptions
{
    /// <summary>Label <c>app.govuk/repository-name</c>; the application's name unless set.</summary>
    public string? Repository { get; set; }

    /// <summary><c>Release:Clusters:Namespace</c> unless set.</summary>
    public string? Namespace { get; set; }

    /// <summary>Label <c>app.kubernetes.io/component</c>; <c>app</c> unless set.</summary>
    public string? Component { get; set; }
}
