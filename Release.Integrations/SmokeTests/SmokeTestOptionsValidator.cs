using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Release.Core.Applications;
using Release.Core.Environments;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.SmokeTests;

/// <summary>
/// Checks each setting by itself, and then the resulting settings of every application with an override, and of any other
/// application, in every environment. So a missing image is found at start, and not by a deployment at night.
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
            rules.Add($"Overrides:{key}", "names neither an application nor an environment: give an application, an environment, or application/environment.");
        }
        else if (parts.Length == 2 && (environments is null ? !EnvironmentName.TryParse(parts[1], out _) : !environments.TryFind(parts[1], out _)))
        {
            rules.Add($"Overrides:{key}", $"is for the environment '{parts[1]}', which does not exist: give one of {environments?.Names ?? "Release:Environments"}.");
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

/// <summary>Rules for the values in <c>Release:SmokeTests</c>. Each problem names the option and the remedy.</summary>
internal sealed partial class SmokeTestRules
{
    private static readonly string Kinds = string.Join(", ", Enum.GetNames<SmokeTestKind>());

    private readonly List<string> _problems = [];

    public IReadOnlyList<string> Problems => _problems;

    public void Add(string option, string problem)
    {
        var text = $"{SmokeTestOptions.Section}:{option} {problem}";
        if (!_problems.Contains(text, StringComparer.Ordinal))
        {
            _problems.Add(text);
        }
    }

    public void Kind(string option, string? kind)
    {
        if (!string.IsNullOrEmpty(kind) && !Enum.GetNames<SmokeTestKind>().Contains(kind, StringComparer.OrdinalIgnoreCase))
        {
            Add(option, $"is '{kind}': give one of {Kinds}.");
        }
    }

    public void Template(string option, string template)
    {
        if (template.Length > 0 && SmokeTestAddress.Problem(template) is { } problem)
        {
            Add(option, problem);
        }
    }

    public void Status(string option, int status)
    {
        if (status is < 200 or > 299 or 202)
        {
            Add(option, $"is {status}: give a status from 200 to 299 other than 202, which means still running.");
        }
    }

    public void Range(string option, int? value, int least, int most)
    {
        if (value < least || value > most)
        {
            Add(option, $"is {value}: give a number from {least} to {most}.");
        }
    }

    public void Address(string option, string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            Add(option, "is not an http or https address: give one, for example https://smoke.example.org.");
        }
    }

    public void Job(string option, SmokeTestJobOptions job)
    {
        Times(option, job.DeadlineSeconds, job.StartSeconds, job.KeepSeconds);
        KubernetesNames(option, job.Namespace, job.ServiceAccountName);
        if (!string.IsNullOrEmpty(job.Image) && !string.IsNullOrEmpty(job.TemplateFile))
        {
            Add($"{option}:TemplateFile", "is set together with Image: remove one of them.");
        }

        if (!string.IsNullOrEmpty(job.Image) && !Image().IsMatch(job.Image))
        {
            Add($"{option}:Image", $"is '{job.Image}': give an image, for example ghcr.io/example/tests:latest; its placeholders are {SmokeTestPlaceholders.InWords}.");
        }

        if (!string.IsNullOrEmpty(job.Container) && !(KubernetesName.IsValid(job.Container) && KubernetesName.IsLabelValue(job.Container)))
        {
            Add($"{option}:Container", $"is '{job.Container}': give lower-case letters, digits and '-', or leave it empty.");
        }

        foreach (var (part, quantities) in new[] { ("Requests", job.Requests), ("Limits", job.Limits) })
        {
            foreach (var (resource, quantity) in quantities ?? [])
            {
                if (!Quantity().IsMatch(quantity))
                {
                    Add($"{option}:{part}:{resource}", $"is '{quantity}': give a quantity, for example 500m or 1Gi.");
                }
            }
        }

        foreach (var variable in (job.EnvironmentVariables ?? []).Keys.Where(variable => !Variable().IsMatch(variable)))
        {
            Add($"{option}:EnvironmentVariables:{variable}", "is not a valid variable name: give letters, digits, '_', '-' and '.', not a digit first.");
        }
    }

    public void Workflow(string option, SmokeTestWorkflowOptions workflow)
    {
        Times(option, workflow.DeadlineSeconds, workflow.StartSeconds, workflow.KeepSeconds);
        KubernetesNames(option, workflow.Namespace, workflow.ServiceAccountName);
        if (!string.IsNullOrEmpty(workflow.Template) && !KubernetesName.IsValid(workflow.Template))
        {
            Add($"{option}:Template", $"is '{workflow.Template}': give a WorkflowTemplate's name: lower-case letters, digits, '-' and '.'.");
        }

        foreach (var parameter in (workflow.Parameters ?? []).Keys.Where(parameter => !Parameter().IsMatch(parameter)))
        {
            Add($"{option}:Parameters:{parameter}", "is not a valid parameter name: give letters, digits, '_' and '-'.");
        }
    }

    /// <summary>Checks whether tests can be started with the resulting settings of one cell.</summary>
    public void Outcome(SmokeTestSettings settings, ApplicationName? application, EnvironmentName? environment, string who)
    {
        if (settings is { Kind: SmokeTestKind.Workflow, Workflow.Template.Length: 0 })
        {
            Add("Workflow:Template", $"is not set, but the Kind for {who} is Workflow: name a WorkflowTemplate here or in an override.");
        }

        if (settings.Kind != SmokeTestKind.Job)
        {
            return;
        }

        if (settings.Job is { Image: null, TemplateFile: null })
        {
            Add("Job:Image", $"is not set, but the Kind for {who} is Job: give an image or a TemplateFile here or in an override.");
            return;
        }

        try
        {
            var example = new Cell(application ?? ApplicationName.Parse("example"), environment ?? EnvironmentName.Parse("example"));
            _ = JobManifest.Of(new SmokeTestRun(example, ImageTag.Parse("v1"), "example", "example", settings.Job.Namespace), settings.Job);
        }
        catch (SmokeTestSetupException exception)
        {
            Add("Job", $"for {who}: {exception.Message}");
        }
    }

    private void Times(string option, int? deadline, int? start, int? keep)
    {
        Range($"{option}:DeadlineSeconds", deadline, 1, 86_400);
        Range($"{option}:StartSeconds", start, 1, 86_400);
        Range($"{option}:KeepSeconds", keep, 0, 30 * 86_400);
    }

    private void KubernetesNames(string option, string? @namespace, string? account)
    {
        if (!string.IsNullOrEmpty(@namespace) && !(KubernetesName.IsValid(@namespace) && KubernetesName.IsLabelValue(@namespace)))
        {
            Add($"{option}:Namespace", $"is '{@namespace}': give lower-case letters, digits and '-', or leave it empty.");
        }

        if (!string.IsNullOrEmpty(account) && !KubernetesName.IsValid(account))
        {
            Add($"{option}:ServiceAccountName", $"is '{account}': give lower-case letters, digits, '-' and '.', or leave it empty.");
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9]([A-Za-z0-9._/:@-]|\{(application|environment|version|namespace|run)\})*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Image();

    [GeneratedRegex(@"\A[0-9]+(\.[0-9]+)?(m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Quantity();

    [GeneratedRegex(@"\A[A-Za-z_.-][A-Za-z0-9_.-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\A[A-Za-z0-9_-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();
}
