using Microsoft.Extensions.Logging;

namespace Release.Integrations.GitHub.Client;

internal sealed partial class GitHubHandler
{
    [LoggerMessage(4410, LogLevel.Debug, "{Method} {Route} is sent to GitHub again: {Why}")]
    private static partial void LogRepeated(ILogger logger, string method, string route, string why);

    [LoggerMessage(4411, LogLevel.Warning, "{Method} {Route}: {Why}")]
    private static partial void LogTrouble(ILogger logger, string method, string route, string why);
}
