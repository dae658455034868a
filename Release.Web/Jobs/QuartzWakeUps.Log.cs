using Release.Core.Applications;

namespace Release.Web.Jobs;

internal sealed partial class QuartzWakeUps
{
    private static partial class Log
    {
        [LoggerMessage(6011, LogLevel.Debug, "A nudge for {Cell} was not stored.")]
        public static partial void NudgeLost(ILogger logger, Exception exception, Cell cell);
    }
}
