using Microsoft.Extensions.Logging;

namespace Release.Integrations.Slack;

internal sealed partial class SlackNotifier
{
    [LoggerMessage(4300, LogLevel.Information, "Slack was told of deployment {DeploymentId}")]
    private static partial void LogSent(ILogger logger, Guid deploymentId);
}
