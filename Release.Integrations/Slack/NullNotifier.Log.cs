using Microsoft.Extensions.Logging;

namespace Release.Integrations.Slack;

internal sealed partial class NullNotifier
{
    [LoggerMessage(4310, LogLevel.Warning, "Nobody was told that deployment {DeploymentId} of {Cell} failed: {Section}:WebhookUrl is not set")]
    private static partial void LogNotSent(ILogger logger, string cell, Guid deploymentId, string section);
}
