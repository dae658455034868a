using Microsoft.Extensions.Logging;
using Release.Core.Applications;
using Release.Core.Deployments;

namespace Release.Core.Pipeline;

internal sealed partial class PipelineRunner
{
    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Information, "{Cell} changed during a pass; its result was dropped")]
        public static partial void Stale(ILogger logger, Cell cell);

        [LoggerMessage(1002, LogLevel.Error, "Step {Step} of {Cell} threw")]
        public static partial void StepThrew(ILogger logger, Exception exception, StepName step, Cell cell);
    }
}
