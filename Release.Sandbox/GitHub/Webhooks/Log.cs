namespace Release.Sandbox.GitHub.Webhooks;

internal static partial class Log
{
    [LoggerMessage(6301, LogLevel.Warning, "Release did not take the webhook {Event} of {Repository}: {Status}, {Words}")]
    public static partial void WebhookRefused(ILogger logger, string @event, string repository, int status, string words);
}
