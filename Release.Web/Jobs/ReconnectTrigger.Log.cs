using Release.Core.Applications;

namespace Release.Web.Jobs;

internal sealed partial class ReconnectTrigger
{
    private static partial class Log
    {
        [LoggerMessage(4250, LogLevel.Information, "Its cluster is back: {Cell} goes on")]
        public static partial void Nudged(ILogger logger, Cell cell);

        [LoggerMessage(4251, LogLevel.Warning, "The deployments that wait for {Environment} could not be told that its cluster is back")]
        public static partial void CouldNotNudge(ILogger logger, Exception exception, EnvironmentName environment);
    }
}
