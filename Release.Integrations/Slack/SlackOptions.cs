using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Release.Core.Notifications;
using Release.Integrations.Http;

namespace Release.Integrations.Slack;

/// <summary>Section <c>Release:Slack</c>: an incoming webhook (contracts §11).</summary>
public sealed class SlackOptions
{
    public const string Section = "Release:Slack";

    /// <summary>The webhook's address. It is a secret, because whoever knows it can write to the channel. Empty: nothing is sent.</summary>
    public string? WebhookUrl { get; set; }

    public string Channel { get; set; } = "#govuk-deploy-alerts";

    public string Username { get; set; } = "Release";

    public string IconEmoji { get; set; } = ":rocket:";

    /// <summary>Release's own address, for the button "View deployment". Empty: no button.</summary>
    public string? PublicUrl { get; set; }
}

/// <summary>Checks <see cref="SlackOptions"/>. Its messages never show the webhook's address.</summary>
internal sealed class SlackOptionsValidator : IValidateOptions<SlackOptions>
{
    public ValidateOptionsResult Validate(string? name, SlackOptions options)
    {
        var problems = new List<string>();
        if (!string.IsNullOrEmpty(options.WebhookUrl) && !(IsHttp(options.WebhookUrl, out var webhook) && (webhook!.Scheme == "https" || webhook.IsLoopback)))
        {
            problems.Add($"{SlackOptions.Section}:WebhookUrl is not an https address: give the address of an incoming webhook, or leave it empty to send nothing.");
        }

        if (!string.IsNullOrEmpty(options.PublicUrl) && !IsHttp(options.PublicUrl, out _))
        {
            problems.Add($"{SlackOptions.Section}:PublicUrl is not an http or https address: give the address at which people open Release.");
        }

        if (string.IsNullOrWhiteSpace(options.Channel))
        {
            problems.Add($"{SlackOptions.Section}:Channel is empty: give a channel, for example #govuk-deploy-alerts.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static bool IsHttp(string text, out Uri? address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address) && address.Scheme is ("http" or "https");
}

public static class SlackRegistration
{
    /// <summary>
    /// Registers <see cref="INotifier"/>: Slack, or without a webhook's address one that only logs. Reads the section
    /// <c>Release:Slack</c>; a later <c>PostConfigure&lt;SlackOptions&gt;</c> may change it before the first message.
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
