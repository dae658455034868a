using Microsoft.Extensions.Logging;

namespace Release.Integrations.GitHub.Configuration;

internal sealed partial class ApiUpdate
{
    [LoggerMessage(4431, LogLevel.Warning, "Branch {Branch} of the configuration repository could not be deleted: {Why}")]
    private static partial void LogLeft(ILogger logger, string branch, string why);
}
