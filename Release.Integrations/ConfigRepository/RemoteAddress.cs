using System.Text.RegularExpressions;

namespace Release.Integrations.ConfigRepository;

/// <summary>Checks and redacts addresses of git remotes.</summary>
internal static partial class RemoteAddress
{
    private const string Remedy = "Set it to https://host/owner/repository.git, ssh://git@host/owner/repository.git, git@host:owner/repository.git or an absolute path.";

    /// <summary>What is wrong with an address and how to correct it; null if it is valid.</summary>
    public static string? Check(string url) => url switch
    {
        "" => $"is not set. {Remedy}",
        _ when url.Any(char.IsControl) => $"has a control character in it. {Remedy}",
        // Git would read a leading '-' as an option; '::' would name a helper program to run.
        _ when url[0] == '-' || url.Contains("::", StringComparison.Ordinal) => $"is not an address. {Remedy}",
        _ when LocalPath(url) is { } path && !Path.IsPathFullyQualified(path) => $"is a relative path. {Remedy}",
        _ when url.Contains("://", StringComparison.Ordinal) && !Scheme().IsMatch(url) => $"has a scheme that Release does not support. {Remedy}",
        _ => null,
    };

    /// <summary>The path of a remote on this machine; null for other remotes.</summary>
    public static string? LocalPath(string url)
    {
        if (url.StartsWith("file://", StringComparison.OrdinalIgnoreCase))
        {
            return url["file://".Length..];
        }

        return url.Contains("://", StringComparison.Ordinal) || ScpLike().IsMatch(url) ? null : url;
    }

    /// <summary>Removes user and password from addresses in a text, for logs, messages and files.</summary>
    public static string Redact(string text) => UserInfo().Replace(text, "://…@");

    [GeneratedRegex(@"\A(https?|ssh|file|git)://[^/\s-]?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"\A[^/:\s]+:", RegexOptions.CultureInvariant)]
    private static partial Regex ScpLike();

    // Matches up to the last '@' before the path, because a password may contain an '@'.
    [GeneratedRegex(@"://[^/\s'""]*@", RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();
}
