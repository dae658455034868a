using Microsoft.Extensions.Options;
using Release.Core.Applications;
using Release.Core.Environments;

namespace Release.Integrations.SmokeTests;

/// <summary>
/// Checks each setting by itself, then what comes out of them for every application that has an override, and for any other,
/// in every environment: a Job without an image shall not be found out at night by a deployment.
/// </summary>
internal sealed class SmokeTestOptionsValidator(EnvironmentOrder? environments = null) : IValidateOptions<SmokeTestOptions>
{
    public ValidateOptionsResult Validate(string? name, SmokeTestOptions options)
    {
        var rules = new SmokeTestRules();
        rules.Kind("Kind", options.Kind);
        rules.Template("UrlTemplate", options.UrlTemplate);
        rules.Status("ExpectedStatus", options.ExpectedStatus);
        rules.Range("TimeoutSeconds", options.TimeoutSeconds, 1, 300);
        rules.Range("DeadlineSeconds", options.DeadlineSeconds, 1, 86_400);
        rules.Range("MaxOutputKilobytes", options.MaxOutputKilobytes, 1, 4096);
        rules.Job("Job", options.Job);
        rules.Workflow("Workflow", options.Workflow);
        foreach (var (environment, address) in options.BaseAddresses)
        {
            rules.Address($"BaseAddresses:{environment}", address);
        }

        foreach (var (key, changed) in options.Overrides)
        {
            Key(rules, key);
            rules.Kind($"Overrides:{key}:Kind", changed.Kind);
            rules.Template($"Overrides:{key}:UrlTemplate", changed.UrlTemplate ?? "");
            rules.Status($"Overrides:{key}:ExpectedStatus", changed.ExpectedStatus ?? 200);
            rules.Range($"Overrides:{key}:TimeoutSeconds", changed.TimeoutSeconds ?? 1, 1, 300);
            rules.Range($"Overrides:{key}:DeadlineSeconds", changed.DeadlineSeconds, 1, 86_400);
            rules.Job($"Overrides:{key}:Job", changed.Job);
            rules.Workflow($"Overrides:{key}:Workflow", changed.Workflow);
        }

        if (rules.Problems.Count == 0)
        {
            Outcomes(rules, options);
        }

        return rules.Problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(rules.Problems);
    }

    private void Key(SmokeTestRules rules, string key)
    {
        var parts = key.Split('/');
        if (parts.Length > 2 || !ApplicationName.TryParse(parts[0], out _))
        {
            rules.Add($"Overrides:{key}", "is for nothing: name an application, an environment, or application/environment.");
        }
        else if (parts.Length == 2 && (environments is null ? !EnvironmentName.TryParse(parts[1], out _) : !environments.TryFind(parts[1], out _)))
        {
            rules.Add($"Overrides:{key}", $"is for the environment '{parts[1]}', which there is not: name one of {environments?.Names ?? "Release:Environments"}.");
        }
    }

    private void Outcomes(SmokeTestRules rules, SmokeTestOptions options)
    {
        EnvironmentName?[] all = environments is null
            ? [.. options.Overrides.Keys.SelectMany(key => key.Split('/')).Distinct(StringComparer.Ordinal)
                .Select(part => EnvironmentName.TryParse(part, out var named) ? named : null), null]
            : [.. environments.All.Select(environment => environment.Name)];
        ApplicationName?[] applications =
        [
            null,
            .. options.Overrides.Keys.Select(key => key.Split('/')[0]).Distinct(StringComparer.Ordinal)
                .Where(part => !all.Any(environment => environment?.Value == part)).Select(ApplicationName.Parse),
        ];
        foreach (var application in applications)
        {
            foreach (var environment in all)
            {
                var words = $"{application?.Value ?? "any application"}{(environment is null ? "" : $" in {environment}")}";
                rules.Outcome(SmokeTestSettings.Of(options, application, environment), application, environment, words);
            }
        }
    }
}
