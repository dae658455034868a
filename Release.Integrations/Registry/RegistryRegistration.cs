using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Release.Core.Sources;
using Release.Integrations.Http;

namespace Release.Integrations.Registry;

public static class RegistryRegistration
{
    /// <summary><see cref="IImageRegistry"/>, from the section <c>Release:Registry</c>. Needs a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddReleaseRegistry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RegistryOptions>().Bind(configuration.GetSection(RegistryOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RegistryOptions>, RegistryOptionsValidator>();
        services.AddSingleton<IImageRegistry>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<RegistryOptions>>().Value;
            return options.Address.Length == 0
                ? new NoImageRegistry(options)
                : new OciImageRegistry(
                    OutsideHttp.Client(), options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>().CreateLogger<OciImageRegistry>());
        });
        return services;
    }
}
