namespace Release.Web.Jobs;

internal sealed partial class Retention
{
    private static partial class Log
    {
        [LoggerMessage(6331, LogLevel.Information, "{Count} old webhooks and workflow runs are forgotten")]
        public static partial void Forgotten(ILogger logger, int count);
    }
}
