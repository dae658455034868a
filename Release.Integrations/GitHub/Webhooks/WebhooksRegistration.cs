using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Release.Core.Configuration;
using Release.Core.Webhooks;
using Release.Integrations.Git;

namespace Release.Integrations.GitHub.Webhooks;

public static class WebhooksRegistration
{
    /// <summary><see cref="ISourceEventReader"/> and what the handlers ask for. Reads <c>Release:Webhooks</c>; the secret is in <see cref="GitHubOptions"/>. Needs GitHub and the configuration repository.</summary>
    public static IServiceCollection AddReleaseWebhooks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<WebhookOptions>().Bind(configuration.GetSection(WebhookOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<WebhookOptions>, WebhookOptionsValidator>();
        services.AddSingleton<ISourceEventReader, WebhookReader>();
        services.AddSingleton(provider => new WebhookSettings(provider.GetRequiredService<IOptions<WebhookOptions>>().Value.DeployPrereleases));
        services.AddSingleton<IConfigRepositorySource>(provider => new ConfigRepositorySource(provider.GetRequiredService<IOptions<ConfigRepositoryOptions>>().Value));
        return services;
    }
}
