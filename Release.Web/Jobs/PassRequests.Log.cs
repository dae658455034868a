using Release.Core.Applications;

namespace Release.Web.Jobs;

internal sealed partial class PassRequests
{
    private static partial class Log
    {
        [LoggerMessage(6011, LogLevel.Warning, "The pass over {Cell} could not be enqueued; the sweep tries again")]
        public static partial void NotEnqueued(ILogger logger, Exception exception, Cell cell);
    }
}
