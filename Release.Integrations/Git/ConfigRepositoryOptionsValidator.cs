using Microsoft.Extensions.Options;
using Release.Core.Sources;

namespace Release.Integrations.Git;

/// <summary>Says what is wrong with <see cref="ConfigRepositoryOptions"/> and how to put it right, when the application starts.</summary>
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
                problems.Add($"{ConfigRepositoryOptions.Section}:{option} must be between a moment and a day, for example 00:00:30.");
            }
        }
    }

    // A stricter shape than git-check-ref-format's: enough for every real branch, safe in a refspec.
    private static bool IsBranch(string branch) =>
        branch is { Length: > 0 and <= 200 }
        && branch.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or '/')
        && branch.Split('/').All(segment => segment.Length > 0 && segment[0] is not ('.' or '-') && segment[^1] != '.' && !segment.EndsWith(".lock", StringComparison.Ordinal))
        && !branch.Contains("..", StringComparison.Ordinal);

    private static bool IsIdentity(string text) =>
        !string.IsNullOrWhiteSpace(text) && !text.Any(character => char.IsControl(character) || character is '<' or '>');
}
