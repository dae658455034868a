using Release.Core.Applications;

namespace Release.Web.Jobs;

internal sealed partial class CellPassJob
{
    private static partial class Log
    {
        [LoggerMessage(6041, LogLevel.Error, "The pass over {Cell} ended with an exception; it is tried again in {Wait}.")]
        public static partial void PassFailed(ILogger logger, Exception exception, Cell cell, TimeSpan wait);
    }
}
