using Microsoft.Extensions.Options;

namespace Release.Integrations.Kubernetes;

internal sealed class ClustersOptionsValidator : IValidateOptions<ClustersOptions>
{
    public ValidateOptionsResult Validate(string? name, ClustersOptions options)
    {
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(options.Kubeconfig) && !options.Environments.Values.Any(environment => environment.InCluster))
        {
            problems.Add($"{ClustersOptions.Section}:Kubeconfig is not set: give the path of a kubeconfig with a context for each environment, or say InCluster for the environment that Release runs in.");
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
