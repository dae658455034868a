using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Release.Core.Pipeline;
using Release.Integrations.Clusters;
using Release.Integrations.Http;
using Release.Integrations.Kubernetes.Workloads;

namespace Release.Integrations.SmokeTests;

public static class SmokeTestsRegistration
{
    /// <summary>
    /// Registers <see cref="ISmokeTests"/> by HTTP addresses, Kubernetes Jobs and Argo Workflows. Reads the section
    /// <c>Release:SmokeTests</c>; a later <c>PostConfigure&lt;SmokeTestOptions&gt;</c> may change it. Needs
    /// <c>AddReleaseClusters</c> for clusters and namespaces.
    /// </summary>
    public static IServiceCollection AddReleaseSmokeTests(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SmokeTestOptions>().Bind(configuration.GetSection(SmokeTestOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SmokeTestOptions>, SmokeTestOptionsValidator>();
        services.AddSingleton<ObservedRuns>();
        services.AddSingleton<ISmokeTestRunner>(provider => new HttpSmokeTests(
            OutsideHttp.Client(),
            provider.GetRequiredService<ApplicationPlacements>(),
            provider.GetRequiredService<ObservedRuns>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ISmokeTestRunner, JobSmokeTests>();
        services.AddSingleton<ISmokeTestRunner, WorkflowSmokeTests>();
        services.AddSingleton<ISmokeTests, SmokeTestRouter>();
        return services;
    }
}
