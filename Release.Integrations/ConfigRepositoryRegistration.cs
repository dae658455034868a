using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Release.Core.Configuration;
using Release.Core.Environments;
using Release.Integrations.ConfigRepository;
using Release.Integrations.Git;
using Release.Integrations.GitHub.Configuration;

namespace Release.Integrations;

/// <summary>Registers the configuration repository.</summary>
public static class ConfigRepositoryRegistration
{
    /// <summary>
    /// Registers <see cref="IConfigRepository"/> and <see cref="IConfigRepositoryChanges"/> with
    /// <see cref="ConfigRepositoryOptions"/> from <c>Release:ConfigRepository</c>. Needs <see cref="EnvironmentOrder"/>, and
    /// with <see cref="ConfigRepositoryAccess.GitHub"/> also <c>AddReleaseGitHub</c>.
    /// </summary>
    public static IServiceCollection AddReleaseConfigRepository(this IServiceCollection services)
    {
        services.AddOptions<ConfigRepositoryOptions>()
            .BindConfiguration(ConfigRepositoryOptions.Section)
            .PostConfigure<IConfiguration>((options, configuration) =>
            {
                if (options.Directory.Length == 0 && configuration["Release:DataDirectory"] is { Length: > 0 } data)
                {
                    options.Directory = Path.GetFullPath(Path.Combine(data, "config-mirror"));
                }
            })
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ConfigRepositoryOptions>, ConfigRepositoryOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<GitConfigRepository>();
        services.TryAddSingleton<GitHubConfigRepository>();
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<ConfigRepositoryOptions>>().Value.Via is ConfigRepositoryAccess.GitHub
            ? (IConfigRepository)provider.GetRequiredService<GitHubConfigRepository>()
            : provider.GetRequiredService<GitConfigRepository>());
        services.TryAddSingleton(provider => (IConfigRepositoryChanges)provider.GetRequiredService<IConfigRepository>());
        return services;
    }
}
