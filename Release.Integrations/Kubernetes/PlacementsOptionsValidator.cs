using Microsoft.Extensions.Options;
using Release.Core.Applications;

namespace Release.Integrations.Kubernetes;

internal sealed class PlacementsOptionsValidator : IValidateOptions<PlacementsOptions>
{
    public ValidateOptionsResult Validate(string? name, PlacementsOptions options)
    {
        var problems = new List<string>();
        foreach (var (application, placement) in options.Applications)
        {
            if (!ApplicationName.TryParse(application, out _))
            {
                problems.Add($"{PlacementsOptions.Section} has '{application}', which is no application name. {ApplicationName.Rule}");
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
                problems.Add($"{PlacementsOptions.Section}:{application}:{option} is '{value}': give letters, digits, '-', '_' and '.', or leave it out.");
            }
        }
    }
}
