using Microsoft.Extensions.Logging;

namespace Release.Integrations.GitHub.Client;

internal sealed partial class GitHubApi
{
    [LoggerMessage(4412, LogLevel.Debug, "GitHub's answer about {What} has errors: {Errors}")]
    private static partial void LogPartial(ILogger logger, string what, string errors);
}
