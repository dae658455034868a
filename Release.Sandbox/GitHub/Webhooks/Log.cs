namespace Release.Sandbox.GitHub.Webhooks;

internal static partial class Log
{
    [LoggerMessage(6301, LogLevel.Warning, "Release did not take the webhook {Event} of {Repository}: {Status}, {Words}")]
    public static partial void WebhookRefused(ILogger logger, string @event, string repository, int status, string words);

    [LoggerMessage(6302, LogLevel.Error, "A webhook could not be written")]
    public static partial void WebhookUnwritten(ILogger logger, Exception exception);

    [LoggerMessage(6303, LogLevel.Error, "The webhook {Event} of {Repository} failed for a reason of the sandbox's own")]
    public static partial void WebhookFailed(ILogger logger, Exception exception, string @event, string repository);
}
