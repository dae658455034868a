namespace Release.Web.Jobs;

internal sealed partial class DueWorkLoop<TWork>
{
    private static partial class Log
    {
        [LoggerMessage(6035, LogLevel.Error, "Could not look for or enqueue the work of {Work}; trying again in a few seconds")]
        public static partial void Failed(ILogger logger, Exception exception, string work);
    }
}
