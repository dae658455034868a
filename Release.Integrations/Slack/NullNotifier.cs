using Microsoft.Extensions.Logging;
using Release.Core.Notifications;

namespace Release.Integrations.Slack;

/// <summary>Stands in while <c>Release:Slack:WebhookUrl</c> is not set: says in the log that nobody was told.</summary>
internal sealed partial class NullNotifier(ILogger<NullNotifier> logger) : INotifier
{
    public Task SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        Log.NotSent(logger, notification.Cell.ToString(), notification.DeploymentId, SlackOptions.Section);
        return Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(4310, LogLevel.Warning, "Nobody was told that deployment {DeploymentId} of {Cell} failed: {Section}:WebhookUrl is not set")]
        public static partial void NotSent(ILogger logger, string cell, Guid deploymentId, string section);
    }
}
