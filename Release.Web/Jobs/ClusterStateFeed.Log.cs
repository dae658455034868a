using Release.Core.Applications;
using Release.Core.Board;

namespace Release.Web.Jobs;

internal sealed partial class ClusterStateFeed
{
    private static partial class Log
    {
        [LoggerMessage(4240, LogLevel.Error, "Following the clusters failed; beginning again")]
        public static partial void CouldNotFollow(ILogger logger, Exception exception);

        [LoggerMessage(4241, LogLevel.Warning, "What the cluster shows of {Cell} could not be recorded; trying again in a while")]
        public static partial void CouldNotRecord(ILogger logger, Exception exception, Cell cell);

        [LoggerMessage(4242, LogLevel.Information, "Recorded {Change}")]
        public static partial void Recorded(ILogger logger, DebouncedChange change);
    }
}
