using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Release.Core.Sources;
using Release.Integrations.Http;

namespace Release.Integrations.Registry;

/// <summary>Section <c>Release:Registry</c>: the registry in which Release looks images up (contracts §10).</summary>
public sealed class RegistryOptions
{
    public const string Section = "Release:Registry";

    /// <summary>The registry's address. Empty: images are not looked up and count as existing.</summary>
    public string Address { get; set; } = "";

    /// <summary>An image's name in the registry; <c>{owner}</c> and <c>{repository}</c> are the application's on GitHub.</summary>
    public string ImageTemplate { get; set; } = "{owner}/{repository}";

    /// <summary>For the token challenge or basic authentication; empty for anonymous access.</summary>
    public string Username { get; set; } = "";

    /// <summary>Never logged.</summary>
    public string Password { get; set; } = "";

    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>Checks <see cref="RegistryOptions"/>. Its messages never show the password.</summary>
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
                yield return $"{RegistryOptions.Section}:Address is not an http or https address such as https://ghcr.io: give one without a user name, password, query or fragment, or leave it empty to look nothing up.";
            }
            else if (hasCredentials && !RegistryAddress.IsSafeForSecrets(address))
            {
                yield return $"{RegistryOptions.Section}:Username and Password would be sent unencrypted to {address.Authority}: give an https address, or leave them empty.";
            }
        }

        if (options.Username.Length > 0 && options.Password.Length == 0)
        {
            yield return $"{RegistryOptions.Section}:Username is set without Password: give both, or neither for anonymous access. GHCR accepts any user name with a token that has read:packages.";
        }

        if (options.Username.Contains(':', StringComparison.Ordinal))
        {
            yield return $"{RegistryOptions.Section}:Username has a ':', which basic authentication does not allow.";
        }

        if (!options.ImageTemplate.Contains("{repository}", StringComparison.Ordinal))
        {
            yield return $"{RegistryOptions.Section}:ImageTemplate has no {{repository}}, so every application would have the same image: add it; the default is {{owner}}/{{repository}}.";
        }

        if (options.RequestTimeout <= TimeSpan.Zero || options.RequestTimeout > LongestTimeout)
        {
            yield return $"{RegistryOptions.Section}:RequestTimeout is {options.RequestTimeout}: give more than zero and at most {LongestTimeout}.";
        }
    }
}

/// <summary>Rules for addresses of registries and their token servers.</summary>
internal static class RegistryAddress
{
    /// <summary>Whether secrets may be sent there: https, or this machine.</summary>
    public static bool IsSafeForSecrets(Uri address) => address.Scheme == Uri.UriSchemeHttps || address.IsLoopback;
}

public static class RegistryRegistration
{
    /// <summary>Registers <see cref="IImageRegistry"/> with the section <c>Release:Registry</c>. Needs a <see cref="TimeProvider"/>.</summary>
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
