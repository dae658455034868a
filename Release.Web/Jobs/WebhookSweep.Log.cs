namespace Release.Web.Jobs;

internal sealed partial class WebhookSweep
{
    private static partial class Log
    {
        [LoggerMessage(6331, LogLevel.Debug, "{Count} old webhooks and workflow runs are forgotten.")]
        public static partial void Forgotten(ILogger logger, int count);

        [LoggerMessage(6332, LogLevel.Warning, "Old webhooks could not be deleted; the next try is in an hour.")]
        public static partial void SweepFailed(ILogger logger, Exception exception);
    }
}
