using Release.Core.Configuration;
using Release.Integrations.ConfigRepository;

namespace Release.Integrations.GitHub.Webhooks;

/// <summary>Recognises the configuration repository in webhooks, by its name on GitHub or its git address.</summary>
internal sealed class ConfigRepositorySource(ConfigRepositoryOptions options) : IConfigRepositorySource
{
    private readonly string? _fullName = options.Via is ConfigRepositoryAccess.GitHub ? options.Repository : FullName(options.Url);

    public bool IsFollowed(string fullName, string pushedBranch) =>
        pushedBranch == options.Branch && string.Equals(fullName, _fullName, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The last two segments of <c>https://host/owner/name.git</c>, <c>ssh://git@host/owner/name</c> or
    /// <c>git@host:owner/name.git</c>; null for a path on this machine.
    /// </summary>
    private static string? FullName(string url)
    {
        if (url.StartsWith('/') || url.StartsWith("file:", StringComparison.Ordinal))
        {
            return null;
        }

        const string ending = ".git";
        var text = url.TrimEnd('/');
        text = text.EndsWith(ending, StringComparison.Ordinal) ? text[..^ending.Length] : text;
        return text.Split(['/', ':'], StringSplitOptions.RemoveEmptyEntries) is [.., _, var owner, var name] ? $"{owner}/{name}" : null;
    }
}
