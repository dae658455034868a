using Microsoft.Extensions.Logging;

namespace Release.Integrations.GitHub.Configuration;

internal sealed partial class ConfigSnapshots
{
    [LoggerMessage(4430, LogLevel.Information, "{Count} files of the configuration repository are read one by one: {Why}")]
    private static partial void LogOneByOne(ILogger logger, int count, string why);
}
