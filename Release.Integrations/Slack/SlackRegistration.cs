using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Release.Core.Notifications;
using Release.Integrations.Http;

namespace Release.Integrations.Slack;

public static class SlackRegistration
{
    /// <summary>
    /// <see cref="INotifier"/>: Slack, or, without a webhook's address, one that logs that nobody was told. Reads the section
    /// <c>Release:Slack</c>; what a later <c>PostConfigure&lt;SlackOptions&gt;</c> sets before the first message counts.
    /// </summary>
    public static IServiceCollection AddReleaseSlack(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SlackOptions>().Bind(configuration.GetSection(SlackOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SlackOptions>, SlackOptionsValidator>();
        services.AddSingleton<INotifier>(provider =>
        {
            var options = provider.GetRequiredService<IOptionsMonitor<SlackOptions>>();
            var loggers = provider.GetRequiredService<ILoggerFactory>();
            return string.IsNullOrEmpty(options.CurrentValue.WebhookUrl)
                ? new NullNotifier(loggers.CreateLogger<NullNotifier>())
                : new SlackNotifier(OutsideHttp.Client(), options, provider.GetRequiredService<TimeProvider>(), loggers.CreateLogger<SlackNotifier>());
        });
        return services;
    }
}
