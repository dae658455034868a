using Microsoft.Extensions.Options;

namespace Release.Integrations.SmokeTests;

internal sealed class SmokeTestOptionsValidator : IValidateOptions<SmokeTestOptions>
{
    public ValidateOptionsResult Validate(string? name, SmokeTestOptions options)
    {
        var problems = new List<string>();
        Template("UrlTemplate", options.UrlTemplate);
        Status("ExpectedStatus", options.ExpectedStatus);
        Range("TimeoutSeconds", options.TimeoutSeconds, 1, 300);
        Range("MaxOutputKilobytes", options.MaxOutputKilobytes, 1, 4096);
        foreach (var (environment, address) in options.BaseAddresses)
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            {
                problems.Add($"{SmokeTestOptions.Section}:BaseAddresses:{environment} is no http or https address: give one, for example https://smoke.example.org.");
            }
        }

        foreach (var (key, changed) in options.Overrides)
        {
            Template($"Overrides:{key}:UrlTemplate", changed.UrlTemplate ?? "");
            Status($"Overrides:{key}:ExpectedStatus", changed.ExpectedStatus ?? 200);
            Range($"Overrides:{key}:TimeoutSeconds", changed.TimeoutSeconds ?? 1, 1, 300);
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Template(string option, string template)
        {
            if (template.Length > 0 && SmokeTestAddress.Problem(template) is { } problem)
            {
                problems.Add($"{SmokeTestOptions.Section}:{option} {problem}");
            }
        }

        void Status(string option, int status)
        {
            if (status is < 200 or > 299 or 202)
            {
                problems.Add($"{SmokeTestOptions.Section}:{option} is {status}: give a status from 200 to 299 other than 202, which means still running.");
            }
        }

        void Range(string option, int value, int least, int most)
        {
            if (value < least || value > most)
            {
                problems.Add($"{SmokeTestOptions.Section}:{option} is {value}: give a number from {least} to {most}.");
            }
        }
    }
}
