using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Release.Core.Ports;
using Release.Integrations.Kubernetes;

namespace Release.Integrations.SmokeTests;

public static class SmokeTestsRegistration
{
    /// <summary>
    /// <see cref="ISmokeTests"/> over HTTP. Reads the section <c>Release:SmokeTests</c>; addresses set by a later
    /// <c>PostConfigure&lt;SmokeTestOptions&gt;</c> count. Needs <c>AddReleaseClusters</c>, which knows the namespaces.
    /// </summary>
    public static IServiceCollection AddReleaseSmokeTests(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SmokeTestOptions>().Bind(configuration.GetSection(SmokeTestOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SmokeTestOptions>, SmokeTestOptionsValidator>();
        services.AddSingleton<ISmokeTests>(provider => new HttpSmokeTests(
            Client(),
            provider.GetRequiredService<IOptionsMonitor<SmokeTestOptions>>(),
            provider.GetRequiredService<Placements>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>One for the life of the process: addresses are looked up anew every few minutes.</summary>
    private static HttpClient Client() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(10),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
