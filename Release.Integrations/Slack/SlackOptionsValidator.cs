using Microsoft.Extensions.Options;

namespace Release.Integrations.Slack;

/// <summary>Its messages name options and never show the webhook's address.</summary>
internal sealed class SlackOptionsValidator : IValidateOptions<SlackOptions>
{
    public ValidateOptionsResult Validate(string? name, SlackOptions options)
    {
        var problems = new List<string>();
        if (!string.IsNullOrEmpty(options.WebhookUrl) && !(IsHttp(options.WebhookUrl, out var webhook) && (webhook!.Scheme == "https" || webhook.IsLoopback)))
        {
            problems.Add($"{SlackOptions.Section}:WebhookUrl is no https address: give the address of an incoming webhook, or leave it out to send nothing.");
        }

        if (!string.IsNullOrEmpty(options.PublicUrl) && !IsHttp(options.PublicUrl, out _))
        {
            problems.Add($"{SlackOptions.Section}:PublicUrl is no http or https address: give the one that people open Release with.");
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
