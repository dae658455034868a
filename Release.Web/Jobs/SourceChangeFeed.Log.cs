namespace Release.Web.Jobs;

internal sealed partial class SourceChangeFeed
{
    private static partial class Log
    {
        [LoggerMessage(6341, LogLevel.Error, "Pushes could not be followed; what is remembered of GitHub may be some seconds old.")]
        public static partial void NotHeard(ILogger logger, Exception exception);
    }
}
