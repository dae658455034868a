using Microsoft.Extensions.Logging;
using Release.Core.Applications;

namespace Release.Core.Pipeline;

public sealed partial class CellPasses
{
    private static partial class Log
    {
        [LoggerMessage(1003, LogLevel.Warning, "The lease of {Cell} expired and another process took it; nothing of this pass was saved")]
        public static partial void Lost(ILogger logger, Cell cell);

        [LoggerMessage(1005, LogLevel.Warning, "The lease of {Cell} could not be renewed; trying again")]
        public static partial void NotRenewed(ILogger logger, Exception exception, Cell cell);
    }
}
