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
    public static IServiceCollection AddReleaseConfigRepository(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ConfigRepositoryOptions>()
            .Bind(configuration.GetSection(ConfigRepositoryOptions.Section))
            .PostConfigure(options =>
            {
                if (options.Directory.Length == 0 && configuration["Release:DataDirectory"] is { Length: > 0 } data)
                {
                    options.Directory = Path.GetFullPath(Path.Combine(data, "config-mirror"));
                }
            })
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<ConfigRepositoryOptions>, ConfigRepositoryOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<GitConfigRepository>();
        services.AddSingleton<GitHubConfigRepository>();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<ConfigRepositoryOptions>>().Value.Via is ConfigRepositoryAccess.GitHub
            ? (IConfigRepository)provider.GetRequiredService<GitHubConfigRepository>()
            : provider.GetRequiredService<GitConfigRepository>());
        services.AddSingleton(provider => (IConfigRepositoryChanges)provider.GetRequiredService<IConfigRepository>());
        return services;
    }
}
