using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Release.Core.Applications;

namespace Release.Integrations.GitHub.Client;

/// <summary>Section <c>Release:GitHub</c>: where applications' sources are, and Release's credentials.</summary>
public sealed class GitHubOptions
{
    public const string Section = "Release:GitHub";

    /// <summary>REST: <c>https://api.github.com</c>, or <c>https://HOST/api/v3</c> of a GitHub Enterprise Server.</summary>
    public string ApiAddress { get; set; } = "https://api.github.com";

    /// <summary>Empty: <c>/graphql</c> next to the REST address, <c>/api/graphql</c> for a GitHub Enterprise Server.</summary>
    public string GraphQlAddress { get; set; } = "";

    /// <summary>GitHub's web address, for links and sign-in.</summary>
    public string WebAddress { get; set; } = "https://github.com";

    /// <summary>The owner of repositories that are given by name only.</summary>
    public string Organisation { get; set; } = "";

    /// <summary>A personal access token; empty with a GitHub App. Never logged.</summary>
    public string Token { get; set; } = "";

    /// <summary>A GitHub App, instead of a token.</summary>
    public GitHubAppOptions App { get; set; } = new();

    /// <summary>Sent as <c>X-GitHub-Api-Version</c>.</summary>
    public string ApiVersion { get; set; } = "2022-11-28";

    /// <summary>The secret that webhooks are signed with. Empty: webhooks are refused. Never logged.</summary>
    public string WebhookSecret { get; set; } = "";

    /// <summary>The file name of the workflow that builds an application.</summary>
    public string DeployWorkflow { get; set; } = "deploy.yml";

    /// <summary>Time limit for one request.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>The GitHub App that Release authenticates as.</summary>
public sealed class GitHubAppOptions
{
    /// <summary>The app's id or client id: the token's issuer. Empty: no app.</summary>
    public string Id { get; set; } = "";

    /// <summary>0: the installation of <see cref="GitHubOptions.Organisation"/> is looked up.</summary>
    public long InstallationId { get; set; }

    /// <summary>The private key as a PEM file; or <see cref="PrivateKey"/>.</summary>
    public string PrivateKeyFile { get; set; } = "";

    /// <summary>The private key itself as PEM. Never logged.</summary>
    public string PrivateKey { get; set; } = "";
}

/// <summary>Checks <see cref="GitHubOptions"/>. Its messages say how to correct them and never show a secret.</summary>
internal sealed class GitHubOptionsValidator : IValidateOptions<GitHubOptions>
{
    public ValidateOptionsResult Validate(string? name, GitHubOptions options)
    {
        var problems = new List<string>();
        CheckAddresses(options, problems);
        CheckCredentials(options, problems);
        if (options.Organisation.Length > 0 && !ApplicationName.TryParse(options.Organisation, out _))
        {
            problems.Add($"{GitHubOptions.Section}:Organisation is not a login: give the organisation's name as in its repositories' addresses, for example alphagov.");
        }

        if (!ApplicationName.TryParse(options.DeployWorkflow, out _))
        {
            problems.Add($"{GitHubOptions.Section}:DeployWorkflow is not a file name: give the one in .github/workflows, for example deploy.yml.");
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
            problems.Add($"{GitHubOptions.Section}:ApiAddress is not an https address: give https://api.github.com, or https://HOST/api/v3 of a GitHub Enterprise Server.");
        }

        if (options.GraphQlAddress.Length > 0 && !IsSafe(options.GraphQlAddress))
        {
            problems.Add($"{GitHubOptions.Section}:GraphQlAddress is not an https address: leave it empty, or give https://HOST/api/graphql.");
        }

        if (!Uri.TryCreate(options.WebAddress, UriKind.Absolute, out var web) || web.Scheme is not ("http" or "https"))
        {
            problems.Add($"{GitHubOptions.Section}:WebAddress is not an http or https address: give the address at which people open GitHub, for example https://github.com.");
        }
    }

    private static void CheckCredentials(GitHubOptions options, List<string> problems)
    {
        if (options.Token.Any(letter => letter is <= ' ' or >= '\u007f'))
        {
            problems.Add($"{GitHubOptions.Section}:Token has spaces, line breaks or other characters that a token cannot have: copy it again.");
        }

        var app = options.App;
        if (app.Id.Length == 0)
        {
            return;
        }

        if (options.Token.Length > 0)
        {
            problems.Add($"{GitHubOptions.Section}:Token and {GitHubOptions.Section}:App:Id are both set: Release uses only one of them, so remove the other.");
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
            // Without the exception's message, which may quote the key.
            return $"{GitHubOptions.Section}:App: the private key is not an unencrypted RSA key in PEM. Create a new one on the app's page.";
        }
    }

    /// <summary>Whether a token may be sent there: https, or http on this machine.</summary>
    private static bool IsSafe(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == "https" || (address.Scheme == "http" && address.IsLoopback))
        && address.Query.Length == 0 && address.UserInfo.Length == 0;
}
