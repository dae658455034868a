using Microsoft.Extensions.Logging;
using Release.Core.Applications;

namespace Release.Integrations.Kubernetes;

internal sealed partial class ClusterState
{
    [LoggerMessage(4220, LogLevel.Warning, "Telling of a change of {Cell} failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, Cell cell);

    [LoggerMessage(4221, LogLevel.Error, "Looking at {Cell} failed")]
    private static partial void LogLookFailed(ILogger logger, Exception exception, Cell cell);
}
