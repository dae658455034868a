using Microsoft.Extensions.Options;
using Release.Core.Applications;
using Release.Integrations.Kubernetes.Kubeconfig;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.Kubernetes.Workloads;

/// <summary>Where an application's workloads are: their namespace and labels.</summary>
internal sealed record Placement(string Repository, string Namespace, string Component)
{
    public const string RepositoryLabel = "app.govuk/repository-name";
    public const string ComponentLabel = "app.kubernetes.io/component";
    public const string InstanceLabel = "app.kubernetes.io/instance";

    public string Selector => $"{RepositoryLabel}={Repository},{ComponentLabel}={Component}";
}

/// <summary>Maps applications to their workloads and workloads to their applications (contracts §8).</summary>
internal sealed class ApplicationPlacements
{
    private const string DefaultComponent = "app";

    private readonly string _namespace;
    private readonly Dictionary<ApplicationName, Placement> _exceptions = [];
    private readonly ILookup<Placement, ApplicationName> _exceptionsByPlacement;

    public ApplicationPlacements(IOptions<PlacementsOptions> placements, IOptions<ClustersOptions> clusters)
    {
        _namespace = clusters.Value.Namespace;
        foreach (var (name, options) in placements.Value.Applications)
        {
            _exceptions[ApplicationName.Parse(name)] = new Placement(
                NotEmpty(options.Repository) ?? name, NotEmpty(options.Namespace) ?? _namespace, NotEmpty(options.Component) ?? DefaultComponent);
        }

        _exceptionsByPlacement = _exceptions.ToLookup(pair => pair.Value, pair => pair.Key);
    }

    public Placement Of(ApplicationName application) =>
        _exceptions.GetValueOrDefault(application) ?? new Placement(application.Value, _namespace, DefaultComponent);

    /// <summary>Whether a workload belongs to this application, and not to another one with the same selector.</summary>
    public bool Matches(ApplicationName application, ObjectMeta workload) => ApplicationsOf(workload).Contains(application);

    /// <summary>
    /// The applications that a Deployment or pod belongs to: usually one. Several applications may share a selector (two of
    /// licensify's do); then the instance label decides, if it names one of them.
    /// </summary>
    public IReadOnlyList<ApplicationName> ApplicationsOf(ObjectMeta workload)
    {
        if (workload.Label(Placement.RepositoryLabel) is not { } repository)
        {
            return [];
        }

        var place = new Placement(repository, workload.Namespace ?? _namespace, workload.Label(Placement.ComponentLabel) ?? DefaultComponent);
        ApplicationName[] found = [.. _exceptionsByPlacement[place]];
        if (found.Length == 0 && ApplicationName.TryParse(repository, out var plain) && Of(plain) == place)
        {
            return [plain];
        }

        var named = Array.Find(found, name => name.Value == workload.Label(Placement.InstanceLabel));
        return named is null ? found : [named];
    }

    /// <summary>
    /// Whether an Argo CD Application deploys this application: its <c>repoName</c> annotation is the application's name. If
    /// the application's repository has another name, the annotation is that name, and the Application has the application's
    /// name.
    /// </summary>
    public bool Synchronises(ApplicationName application, ObjectMeta argoApplication) =>
        ApplicationOf(argoApplication) == application;

    /// <summary>The application that an Argo CD Application deploys; null if it has no valid <c>repoName</c>.</summary>
    public ApplicationName? ApplicationOf(ObjectMeta argoApplication)
    {
        if (!ApplicationName.TryParse(argoApplication.Annotation("repoName"), out var repository))
        {
            return null;
        }

        return ApplicationName.TryParse(argoApplication.Name, out var own)
            && _exceptions.GetValueOrDefault(own) is { } placement && placement.Repository == repository.Value
                ? own
                : repository;
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
