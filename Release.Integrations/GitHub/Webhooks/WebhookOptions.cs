using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Release.Core.Configuration;
using Release.Core.Webhooks;
using Release.Integrations.ConfigRepository;
using Release.Integrations.GitHub.Client;

namespace Release.Integrations.GitHub.Webhooks;

/// <summary>Section <c>Release:Webhooks</c>: what GitHub's webhooks trigger. The secret is <c>Release:GitHub:WebhookSecret</c>.</summary>
public sealed class WebhookOptions
{
    public const string Section = "Release:Webhooks";

    /// <summary>Whether a pre-release triggers continuous deployment like a release.</summary>
    public bool DeployPrereleases { get; set; }

    /// <summary>For how many days deliveries are stored. GitHub can redeliver one for three days.</summary>
    public int KeepDays { get; set; } = 30;
}

internal sealed class WebhookOptionsValidator : IValidateOptions<WebhookOptions>
{
    /// <summary>GitHub redelivers what is at most three days old; after a shorter time a redelivery would count as new.</summary>
    private const int Fewest = 4;
    private const int Most = 3650;

    public ValidateOptionsResult Validate(string? name, WebhookOptions options) => options.KeepDays is >= Fewest and <= Most
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"{WebhookOptions.Section}:KeepDays is {options.KeepDays}: give {Fewest} to {Most}.");
}

public static class WebhooksRegistration
{
    /// <summary>
    /// <see cref="ISourceEventReader"/> and the handlers' settings. Reads <c>Release:Webhooks</c>; the secret is in
    /// <see cref="GitHubOptions"/>. Needs GitHub and the configuration repository.
    /// </summary>
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
