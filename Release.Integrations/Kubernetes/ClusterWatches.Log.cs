using Microsoft.Extensions.Logging;

namespace Release.Integrations.Kubernetes;

internal sealed partial class ClusterWatches
{
    [LoggerMessage(4230, LogLevel.Debug, "The watches of the clusters have ended")]
    private static partial void LogEnded(ILogger logger);

    [LoggerMessage(4231, LogLevel.Error, "Following the clusters' changes failed; it goes on")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
