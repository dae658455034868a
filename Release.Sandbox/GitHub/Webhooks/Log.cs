namespace Release.Sandbox.GitHub.Webhooks;

internal static partial class Log
{
    [LoggerMessage(6301, LogLevel.Warning, "Release refused the webhook {Event} of {Repository}: {Status}, {Reason}")]
    public static partial void WebhookRefused(ILogger logger, string @event, string repository, int status, string reason);

    [LoggerMessage(6302, LogLevel.Error, "The sandbox failed to create a webhook's payload; the webhook is not sent")]
    public static partial void WebhookUnwritten(ILogger logger, Exception exception);

    [LoggerMessage(6303, LogLevel.Error, "The sandbox failed to send or save the webhook {Event} of {Repository}")]
    public static partial void WebhookFailed(ILogger logger, Exception exception, string @event, string repository);
}
