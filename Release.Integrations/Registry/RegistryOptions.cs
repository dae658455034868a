using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Release.Core.Sources;
using Release.Integrations.Http;

namespace Release.Integrations.Registry;

/// <summary>Section <c>Release:Registry</c>: where images are looked up (contracts §10).</summary>
public sealed class RegistryOptions
{
    public const string Section = "Release:Registry";

    /// <summary>The registry's address. Empty: nothing is looked up, and images are taken to exist.</summary>
    public string Address { get; set; } = "";

    /// <summary>An image's name in the registry; <c>{owner}</c> and <c>{repository}</c> are the application's on GitHub.</summary>
    public string ImageTemplate { get; set; } = "{owner}/{repository}";

    /// <summary>For the token challenge or basic authentication; empty for anonymous.</summary>
    public string Username { get; set; } = "";

    /// <summary>Never logged.</summary>
    public string Password { get; set; } = "";

    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);
}

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

/// <summary>Rules about addresses that a registry is asked at, or names itself.</summary>
internal static class RegistryAddress
{
    /// <summary>Whether nobody on the way can read what is sent there.</summary>
    public static bool IsSafeForSecrets(Uri address) => address.Scheme == Uri.UriSchemeHttps || address.IsLoopback;
}

public static class RegistryRegistration
{
    /// <summary><see cref="IImageRegistry"/>, from the section <c>Release:Registry</c>. Needs a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddReleaseRegistry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RegistryOptions>().Bind(configuration.GetSection(RegistryOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RegistryOptions>, RegistryOptionsValidator>();
        services.AddSingleton<IImageRegistry>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<RegistryOptions>>().Value;
            return options.Address.Length == 0
                ? new NoImageRegistry(options)
                : new OciImageRegistry(
                    OutsideHttp.Client(), options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>().CreateLogger<OciImageRegistry>());
        });
        return services;
    }
}
