using Microsoft.Extensions.Options;

namespace Release.Integrations.Registry;

/// <summary>Its messages name options and never show the password.</summary>
internal sealed class RegistryOptionsValidator : IValidateOptions<RegistryOptions>
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(5);

    public ValidateOptionsResult Validate(string? name, RegistryOptions options)
    {
        var problems = Problems(options).ToArray();
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(RegistryOptions options)
    {
        var hasCredentials = options.Username.Length > 0 || options.Password.Length > 0;
        if (options.Address.Length > 0)
        {
            if (!Uri.TryCreate(options.Address, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")
                || address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
            {
                yield return $"{RegistryOptions.Section}:Address is no http or https address such as https://ghcr.io: give one without a name, password, query or fragment, or leave it out to look nothing up.";
            }
            else if (hasCredentials && !RegistryAddress.IsSafeForSecrets(address))
            {
                yield return $"{RegistryOptions.Section}:Username and Password would be sent readably to {address.Authority}: give an https address, or leave them out.";
            }
        }

        if (options.Username.Length > 0 && options.Password.Length == 0)
        {
            yield return $"{RegistryOptions.Section}:Username has no Password: give both, or neither to ask anonymously. GHCR takes any user name with a token that has read:packages.";
        }

        if (options.Username.Contains(':', StringComparison.Ordinal))
        {
            yield return $"{RegistryOptions.Section}:Username has a ':', which basic authentication cannot carry.";
        }

        if (!options.ImageTemplate.Contains("{repository}", StringComparison.Ordinal))
        {
            yield return $"{RegistryOptions.Section}:ImageTemplate has no {{repository}}, so that every application would have the same image: the default is {{owner}}/{{repository}}.";
        }

        if (options.RequestTimeout <= TimeSpan.Zero || options.RequestTimeout > LongestTimeout)
        {
            yield return $"{RegistryOptions.Section}:RequestTimeout is {options.RequestTimeout}: give more than nothing and at most {LongestTimeout}.";
        }
    }
}
