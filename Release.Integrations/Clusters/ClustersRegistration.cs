using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Release.Core.Clusters;
using Release.Core.Storage;
using Release.Integrations.ArgoCd;
using Release.Integrations.Engine;
using Release.Integrations.Kubernetes.Connection;
using Release.Integrations.Kubernetes.Kubeconfig;
using Release.Integrations.Kubernetes.Watch;
using Release.Integrations.Kubernetes.Workloads;

namespace Release.Integrations.Clusters;

public static class ClustersRegistration
{
    /// <summary>
    /// Registers Kubernetes and Argo CD: <see cref="ISyncController"/>, <see cref="IWorkloads"/>,
    /// <see cref="IClusterState"/> and its watches. Needs <c>EnvironmentOrder</c>, <see cref="IPassTrigger"/> and logging to be
    /// registered. Reads the
    /// sections <c>Release:Clusters</c> and <c>Release:Applications</c>; a later <c>PostConfigure&lt;ClustersOptions&gt;</c> may set the kubeconfig.
    /// </summary>
    public static IServiceCollection AddReleaseClusters(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ClustersOptions>().Bind(configuration.GetSection(ClustersOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ClustersOptions>, ClustersOptionsValidator>();
        services.AddOptions<PlacementsOptions>()
            .Configure(options => configuration.GetSection(PlacementsOptions.Section).Bind(options.Applications)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PlacementsOptions>, PlacementsOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ApplicationPlacements>();
        services.AddSingleton<IClusterClients>(provider => new ClusterClients(
            provider.GetRequiredService<IOptions<ClustersOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ClusterClients>>()));
        services.AddSingleton<ClusterCaches>();
        services.AddSingleton<ClusterState>();
        services.AddSingleton<IClusterState>(provider => provider.GetRequiredService<ClusterState>());
        services.AddSingleton<IWorkloads, KubernetesWorkloads>();
        services.AddSingleton<ArgoCdController>();
        services.AddSingleton<KubernetesEngine>();
        services.AddSingleton<ManualChanges>();
        services.AddSingleton<ISyncController, SyncControllers>();
        services.AddHostedService<ClusterWatches>();
        return services;
    }
}
