using Microsoft.Extensions.Logging;
using Release.Core.Applications;

namespace Release.Integrations.Engine;

internal sealed partial class ManualChanges
{
    [LoggerMessage(4261, LogLevel.Warning, "Who changed the image of Deployment {Deployment} of {Cell} could not be found out")]
    private static partial void LogNotFound(ILogger logger, Exception exception, string deployment, Cell cell);
}
