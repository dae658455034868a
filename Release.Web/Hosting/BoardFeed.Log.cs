namespace Release.Web.Hosting;

internal sealed partial class BoardFeed
{
    private static partial class Log
    {
        [LoggerMessage(4201, LogLevel.Error, "The board could not be kept up to date; loading it anew")]
        public static partial void Stale(ILogger logger, Exception exception);
    }
}
