using Microsoft.Extensions.Options;
using Release.Core.Environments;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.Kubernetes.Kubeconfig;

/// <summary>Section <c>Release:Clusters</c>: where the clusters are and which namespaces Release uses in them.</summary>
public sealed class ClustersOptions
{
    public const string Section = "Release:Clusters";

    /// <summary>
    /// Path of the kubeconfig, or several separated as in PATH (the first that has an entry wins). Not needed for
    /// environments with <c>InCluster</c>. In the sandbox it is <c>sandbox/kubeconfig</c> under the data directory.
    /// </summary>
    public string? Kubeconfig { get; set; }

    /// <summary>By environment name; an environment without an entry has the defaults.</summary>
    public Dictionary<string, ClusterOptions> Environments { get; } = new(StringComparer.Ordinal);

    /// <summary>Where Argo CD keeps its Applications.</summary>
    public string ArgoNamespace { get; set; } = "cluster-services";

    /// <summary>The Application that renders all others from the configuration repository.</summary>
    public string AppOfApps { get; set; } = "app-config";

    /// <summary>Where applications run unless <c>Release:Applications</c> says otherwise.</summary>
    public string Namespace { get; set; } = "apps";

    /// <summary>Time limit for one request, in seconds.</summary>
    public int RequestTimeoutSeconds { get; set; } = 15;

    /// <summary>The kubeconfig context of an environment: its own name unless set.</summary>
    public string ContextOf(EnvironmentName environment) =>
        Environments.GetValueOrDefault(environment.Value)?.Context is { Length: > 0 } context ? context : environment.Value;
}

/// <summary>One of <c>Release:Clusters:Environments</c>.</summary>
public sealed class ClusterOptions
{
    /// <summary>The kubeconfig context; the environment's name unless set.</summary>
    public string? Context { get; set; }

    /// <summary>Release runs in this cluster and uses its pod's service account instead of a kubeconfig.</summary>
    public bool InCluster { get; set; }
}

internal sealed class ClustersOptionsValidator : IValidateOptions<ClustersOptions>
{
    public ValidateOptionsResult Validate(string? name, ClustersOptions options)
    {
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(options.Kubeconfig) && !options.Environments.Values.Any(environment => environment.InCluster))
        {
            problems.Add($"{ClustersOptions.Section}:Kubeconfig is not set: give the path of a kubeconfig with a context for each environment, or set InCluster for the environment that Release runs in.");
        }

        problems.AddRange(options.Environments
            .Where(pair => pair.Value is { InCluster: true, Context: { Length: > 0 } })
            .Select(pair => $"{ClustersOptions.Section}:Environments:{pair.Key} has both InCluster and a Context: keep one of them."));

        Name(options.ArgoNamespace, nameof(options.ArgoNamespace), "the namespace of Argo CD's Applications, for example cluster-services");
        Name(options.AppOfApps, nameof(options.AppOfApps), "the name of the app of apps, for example app-config");
        Name(options.Namespace, nameof(options.Namespace), "the namespace that applications run in, for example apps");
        if (options.RequestTimeoutSeconds is < 1 or > 300)
        {
            problems.Add($"{ClustersOptions.Section}:RequestTimeoutSeconds is {options.RequestTimeoutSeconds}: give a number from 1 to 300.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Name(string value, string option, string remedy)
        {
            if (!KubernetesName.IsValid(value))
            {
                problems.Add($"{ClustersOptions.Section}:{option} is '{value}': give {remedy}.");
            }
        }
    }
}
