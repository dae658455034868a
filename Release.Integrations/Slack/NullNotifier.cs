using Microsoft.Extensions.Logging;
using Release.Core.Notifications;

namespace Release.Integrations.Slack;

/// <summary>Stands in while <c>Release:Slack:WebhookUrl</c> is not set: says in the log that nobody was told.</summary>
internal sealed partial class NullNotifier(ILogger<NullNotifier> logger) : INotifier
{
    public Task SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        LogNotSent(logger, notification.Cell.ToString(), notification.DeploymentId, SlackOptions.Section);
        return Task.CompletedTask;
    }
}
