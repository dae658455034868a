using Microsoft.Extensions.Options;

namespace Release.Integrations.GitHub.Webhooks;

internal sealed class WebhookOptionsValidator : IValidateOptions<WebhookOptions>
{
    /// <summary>GitHub repeats what is younger on request; a shorter memory would take a repetition for news.</summary>
    private const int Fewest = 4;
    private const int Most = 3650;

    public ValidateOptionsResult Validate(string? name, WebhookOptions options) => options.KeepDays is >= Fewest and <= Most
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"{WebhookOptions.Section}:KeepDays is {options.KeepDays}: give {Fewest} to {Most}.");
}
