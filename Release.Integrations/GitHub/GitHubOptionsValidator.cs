using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Release.Core.Applications;

namespace Release.Integrations.GitHub;

/// <summary>Says what is wrong with <see cref="GitHubOptions"/> and how to put it right, and never shows a secret.</summary>
internal sealed class GitHubOptionsValidator : IValidateOptions<GitHubOptions>
{
    public ValidateOptionsResult Validate(string? name, GitHubOptions options)
    {
        var problems = new List<string>();
        CheckAddresses(options, problems);
        CheckCredentials(options, problems);
        if (options.Organisation.Length > 0 && !ApplicationName.TryParse(options.Organisation, out _))
        {
            problems.Add($"{GitHubOptions.Section}:Organisation is not a login: give the organisation's name as it stands in its repositories' addresses, for example alphagov.");
        }

        if (!ApplicationName.TryParse(options.DeployWorkflow, out _))
        {
            problems.Add($"{GitHubOptions.Section}:DeployWorkflow is not a file's name: give the one in .github/workflows, for example deploy.yml.");
        }

        if (options.RequestTimeout < TimeSpan.FromSeconds(1) || options.RequestTimeout > TimeSpan.FromMinutes(2))
        {
            problems.Add($"{GitHubOptions.Section}:RequestTimeout must be between a second and two minutes, for example 00:00:10.");
        }

        if (options.ApiVersion.Length == 0 || !options.ApiVersion.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.'))
        {
            problems.Add($"{GitHubOptions.Section}:ApiVersion is not a version of GitHub's API: leave it at 2022-11-28.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void CheckAddresses(GitHubOptions options, List<string> problems)
    {
        if (!IsSafe(options.ApiAddress))
        {
            problems.Add($"{GitHubOptions.Section}:ApiAddress is no https address: give https://api.github.com, or https://HOST/api/v3 of a GitHub Enterprise Server.");
        }

        if (options.GraphQlAddress.Length > 0 && !IsSafe(options.GraphQlAddress))
        {
            problems.Add($"{GitHubOptions.Section}:GraphQlAddress is no https address: leave it empty, or give https://HOST/api/graphql.");
        }

        if (!Uri.TryCreate(options.WebAddress, UriKind.Absolute, out var web) || web.Scheme is not ("http" or "https"))
        {
            problems.Add($"{GitHubOptions.Section}:WebAddress is no address: give the one that people open GitHub with, for example https://github.com.");
        }
    }

    private static void CheckCredentials(GitHubOptions options, List<string> problems)
    {
        if (options.Token.Any(letter => letter is <= ' ' or >= '\u007f'))
        {
            problems.Add($"{GitHubOptions.Section}:Token has spaces, line ends or other characters that no token has: copy it again.");
        }

        var app = options.App;
        if (app.Id.Length == 0)
        {
            return;
        }

        if (options.Token.Length > 0)
        {
            problems.Add($"{GitHubOptions.Section}:Token and {GitHubOptions.Section}:App:Id are both set: Release asks as one of them, so leave the other out.");
        }

        if (app.InstallationId == 0 && options.Organisation.Length == 0)
        {
            problems.Add($"{GitHubOptions.Section}:App needs {GitHubOptions.Section}:Organisation, or an InstallationId, to know where it is installed.");
        }

        if (KeyProblem(app) is { } problem)
        {
            problems.Add(problem);
        }
    }

    private static string? KeyProblem(GitHubAppOptions app)
    {
        if (app.PrivateKey.Length == 0 == (app.PrivateKeyFile.Length == 0))
        {
            return $"{GitHubOptions.Section}:App needs either PrivateKeyFile or PrivateKey: the app's key as PEM, made on its page under \"Private keys\".";
        }

        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(app.PrivateKey.Length > 0 ? app.PrivateKey : File.ReadAllText(app.PrivateKeyFile));
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"{GitHubOptions.Section}:App:PrivateKeyFile cannot be read: {exception.Message}";
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            // Without the exception's words: they may quote the key.
            return $"{GitHubOptions.Section}:App: the private key is no unencrypted RSA key in PEM. Make a new one on the app's page.";
        }
    }

    /// <summary>A token must not travel in the open.</summary>
    private static bool IsSafe(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == "https" || (address.Scheme == "http" && address.IsLoopback))
        && address.Query.Length == 0 && address.UserInfo.Length == 0;
}
