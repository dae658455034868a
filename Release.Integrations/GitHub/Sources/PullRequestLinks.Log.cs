using Microsoft.Extensions.Logging;
using Release.Core.Sources;

namespace Release.Integrations.GitHub.Sources;

internal sealed partial class PullRequestLinks
{
    [LoggerMessage(4420, LogLevel.Information, "Some commits of {Repository} are shown without their pull request: {Why}")]
    private static partial void LogMissing(ILogger logger, SourceRepository repository, string why);
}
