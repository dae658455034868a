using Microsoft.Extensions.Options;
using Release.Core.Applications;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.Kubernetes.Workloads;

/// <summary>Section <c>Release:Applications</c>: exceptions by application name. GOV.UK's are the defaults and can be changed.</summary>
public sealed class PlacementsOptions
{
    public const string Section = "Release:Applications";

    public Dictionary<string, PlacementOptions> Applications { get; } = new(StringComparer.Ordinal)
    {
        ["licensify-backend"] = new() { Repository = "licensify", Namespace = "licensify", Component = "licensify-admin" },
        ["licensify-feed"] = new() { Repository = "licensify", Namespace = "licensify" },
        ["licensify-frontend"] = new() { Repository = "licensify", Namespace = "licensify" },
        ["email-alert-service"] = new() { Component = "worker" },
    };
}

/// <summary>One of <c>Release:Applications</c>: where an application's pods are if they are not in the usual place (contracts §8).</summary>
public sealed class PlacementOptions
{
    /// <summary>Label <c>app.govuk/repository-name</c>; the application's name unless set.</summary>
    public string? Repository { get; set; }

    /// <summary><c>Release:Clusters:Namespace</c> unless set.</summary>
    public string? Namespace { get; set; }

    /// <summary>Label <c>app.kubernetes.io/component</c>; <c>app</c> unless set.</summary>
    public string? Component { get; set; }
}

internal sealed class PlacementsOptionsValidator : IValidateOptions<PlacementsOptions>
{
    public ValidateOptionsResult Validate(string? name, PlacementsOptions options)
    {
        var problems = new List<string>();
        foreach (var (application, placement) in options.Applications)
        {
            if (!ApplicationName.TryParse(application, out _))
            {
                problems.Add($"{PlacementsOptions.Section} has '{application}', which is not an application name. {ApplicationName.Rule}");
            }

            Check(application, nameof(placement.Repository), placement.Repository, KubernetesName.IsLabelValue);
            Check(application, nameof(placement.Component), placement.Component, KubernetesName.IsLabelValue);
            Check(application, nameof(placement.Namespace), placement.Namespace, KubernetesName.IsValid);
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Check(string application, string option, string? value, Func<string?, bool> isValid)
        {
            if (!string.IsNullOrEmpty(value) && !isValid(value))
            {
                problems.Add($"{PlacementsOptions.Section}:{application}:{option} is '{value}': give letters, digits, '-', '_' and '.', or leave it empty.");
            }
        }
    }
}
