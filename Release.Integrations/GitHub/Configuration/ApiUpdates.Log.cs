using Microsoft.Extensions.Logging;

namespace Release.Integrations.GitHub.Configuration;

internal sealed partial class ApiUpdates
{
    [LoggerMessage(4432, LogLevel.Warning, "The edit of {Cell} in the configuration repository failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, string cell);
}
