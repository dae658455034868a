using System.Text.RegularExpressions;

namespace Release.Integrations.ConfigRepository;

/// <summary>The remote's address: which are allowed, and how they may be shown.</summary>
internal static partial class RemoteAddress
{
    private const string Remedy = "Set it to https://host/owner/repository.git, ssh://git@host/owner/repository.git, git@host:owner/repository.git or an absolute path.";

    /// <summary>What is wrong with an address and how to mend it; null when nothing is.</summary>
    public static string? Check(string url) => url switch
    {
        "" => $"is not set. {Remedy}",
        _ when url.Any(char.IsControl) => $"has a control character in it. {Remedy}",
        // Git would take a leading '-' for an option; '::' names a helper program to run.
        _ when url[0] == '-' || url.Contains("::", StringComparison.Ordinal) => $"is not an address. {Remedy}",
        _ when LocalPath(url) is { } path && !Path.IsPathFullyQualified(path) => $"is a relative path. {Remedy}",
        _ when url.Contains("://", StringComparison.Ordinal) && !Scheme().IsMatch(url) => $"has a scheme Release does not use. {Remedy}",
        _ => null,
    };

    /// <summary>The path of a remote on this machine; null for others.</summary>
    public static string? LocalPath(string url)
    {
        if (url.StartsWith("file://", StringComparison.OrdinalIgnoreCase))
        {
            return url["file://".Length..];
        }

        return url.Contains("://", StringComparison.Ordinal) || ScpLike().IsMatch(url) ? null : url;
    }

    /// <summary>The same text without user and password in addresses: for logs, messages and files.</summary>
    public static string Redact(string text) => UserInfo().Replace(text, "://…@");

    [GeneratedRegex(@"\A(https?|ssh|file|git)://[^/\s-]?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"\A[^/:\s]+:", RegexOptions.CultureInvariant)]
    private static partial Regex ScpLike();

    // Greedy up to the last '@' before the path: passwords may hold an '@' of their own.
    [GeneratedRegex(@"://[^/\s'""]*@", RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();
}
