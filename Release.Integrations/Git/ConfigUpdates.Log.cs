using Microsoft.Extensions.Logging;

namespace Release.Integrations.Git;

internal sealed partial class ConfigUpdates
{
    [LoggerMessage(4120, LogLevel.Information, "Handled {Count} edits of the configuration repository in {Milliseconds:0} ms")]
    private static partial void LogUpdated(ILogger logger, int count, double milliseconds);

    [LoggerMessage(4121, LogLevel.Warning, "{Count} edits of the configuration repository failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, int count);
}
