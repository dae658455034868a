using Microsoft.Extensions.Options;
using Release.Core.Sources;

namespace Release.Integrations.ConfigRepository;

/// <summary>Options <c>Release:ConfigRepository</c>: where image tags are stored and how Release reads and writes them.</summary>
public sealed class ConfigRepositoryOptions
{
    public const string Section = "Release:ConfigRepository";

    /// <summary><c>Git</c>, for any remote, or <c>GitHub</c>, for GitHub's API.</summary>
    public ConfigRepositoryAccess Via { get; set; } = ConfigRepositoryAccess.Git;

    /// <summary>With <see cref="ConfigRepositoryAccess.GitHub"/>: <c>owner/name</c>.</summary>
    public string Repository { get; set; } = "";

    /// <summary>
    /// Any remote git understands: <c>https://host/owner/repository.git</c>, <c>ssh://git@host/…</c>,
    /// <c>git@host:owner/repository.git</c>, or an absolute path. A user and a password in it are never logged.
    /// </summary>
    public string Url { get; set; } = "";

    /// <summary>The branch that Argo CD follows.</summary>
    public string Branch { get; set; } = "main";

    /// <summary>Where a cell's file is; <c>{environment}</c> and <c>{application}</c> each stand within one path segment.</summary>
    public string PathTemplate { get; set; } = "charts/app-config/image-tags/{environment}/{application}";

    public string AuthorName { get; set; } = "Release";

    public string AuthorEmail { get; set; } = "release@localhost.localdomain";

    /// <summary>The local mirror (a bare repository). Default: <c>config-mirror</c> under <c>Release:DataDirectory</c>.</summary>
    public string Directory { get; set; } = "";

    /// <summary>
    /// A git configuration file to include, for credential helpers, proxies or certificates. The machine's and the user's
    /// own git configuration are ignored (git 2.32 or later), so that they cannot change what Release writes.
    /// </summary>
    public string GitConfigFile { get; set; } = "";

    public TimeSpan FetchTimeout { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan PushTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>For the first use, when everything is fetched.</summary>
    public TimeSpan CloneTimeout { get; set; } = TimeSpan.FromMinutes(15);
}

/// <summary>How the configuration repository is reached.</summary>
public enum ConfigRepositoryAccess
{
    /// <summary>By the <c>git</c> command line and a local mirror: any remote, many updates in one push.</summary>
    Git,

    /// <summary>By GitHub's API alone: no git, no disk, one series of calls for each update (contracts §4).</summary>
    GitHub,
}

/// <summary>Checks <see cref="ConfigRepositoryOptions"/> at start. Its messages say how to correct them.</summary>
internal sealed class ConfigRepositoryOptionsValidator : IValidateOptions<ConfigRepositoryOptions>
{
    public ValidateOptionsResult Validate(string? name, ConfigRepositoryOptions options)
    {
        var problems = new List<string>();
        if (options.Via is ConfigRepositoryAccess.Git && RemoteAddress.Check(options.Url) is { } urlProblem)
        {
            problems.Add($"{ConfigRepositoryOptions.Section}:Url {urlProblem}");
        }

        if (options.Via is ConfigRepositoryAccess.GitHub && !SourceRepository.TryParse(options.Repository, null, out _))
        {
            problems.Add($"{ConfigRepositoryOptions.Section}:Repository is not a GitHub repository. Set it to owner/name, for example alphagov/govuk-helm-charts, or {ConfigRepositoryOptions.Section}:Via to Git.");
        }

        if (!IsBranch(options.Branch))
        {
            problems.Add($"{ConfigRepositoryOptions.Section}:Branch is not a branch name. Set it to the branch Argo CD follows, for example main.");
        }

        if (ConfigPaths.Check(options.PathTemplate) is { } pathProblem)
        {
            problems.Add($"{ConfigRepositoryOptions.Section}:PathTemplate {pathProblem}");
        }

        if (!IsIdentity(options.AuthorName))
        {
            problems.Add($"{ConfigRepositoryOptions.Section}:AuthorName must be a name on one line without '<' and '>', for example Release.");
        }

        if (!IsIdentity(options.AuthorEmail))
        {
            problems.Add($"{ConfigRepositoryOptions.Section}:AuthorEmail must be an address on one line without '<' and '>', for example release@example.org.");
        }

        if (options.Via is ConfigRepositoryAccess.Git)
        {
            CheckPlaces(options, problems);
        }

        CheckTimes(options, problems);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void CheckPlaces(ConfigRepositoryOptions options, List<string> problems)
    {
        if (!Path.IsPathFullyQualified(options.Directory))
        {
            problems.Add($"{ConfigRepositoryOptions.Section}:Directory must be an absolute path. Set it, or Release:DataDirectory, to a folder Release may write to.");
        }

        if (options.GitConfigFile.Length > 0 && !File.Exists(options.GitConfigFile))
        {
            problems.Add($"{ConfigRepositoryOptions.Section}:GitConfigFile names a file that does not exist. Make it, or leave the option empty.");
        }
    }

    private static void CheckTimes(ConfigRepositoryOptions options, List<string> problems)
    {
        foreach (var (option, value) in new[] { ("FetchTimeout", options.FetchTimeout), ("PushTimeout", options.PushTimeout), ("CloneTimeout", options.CloneTimeout) })
        {
            if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(1))
            {
                problems.Add($"{ConfigRepositoryOptions.Section}:{option} must be more than nothing and at most a day, for example 00:00:30.");
            }
        }
    }

    // Stricter than git-check-ref-format, so that a name is safe in a refspec.
    private static bool IsBranch(string branch) =>
        branch is { Length: > 0 and <= 200 }
        && branch.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or '/')
        && branch.Split('/').All(segment => segment.Length > 0 && segment[0] is not ('.' or '-') && segment[^1] != '.' && !segment.EndsWith(".lock", StringComparison.Ordinal))
        && !branch.Contains("..", StringComparison.Ordinal);

    private static bool IsIdentity(string text) =>
        !string.IsNullOrWhiteSpace(text) && !text.Any(character => char.IsControl(character) || character is '<' or '>');
}
