using Microsoft.Extensions.Logging;

namespace Release.Integrations.Kubernetes;

internal sealed partial class Informer<T>
{
    [LoggerMessage(4210, LogLevel.Information, "The watch of {Kind} in the {Cluster} cluster is too old and begins anew: {Reason}")]
    private static partial void LogExpired(ILogger logger, string kind, string cluster, string reason);

    [LoggerMessage(4211, LogLevel.Warning, "The watch of {Kind} in the {Cluster} cluster is lost: {Reason} Next try in {Seconds:0.0} s")]
    private static partial void LogLost(ILogger logger, string kind, string cluster, string reason, double seconds);

    [LoggerMessage(4212, LogLevel.Error, "The watch of {Kind} in the {Cluster} cluster failed unexpectedly. Next try in {Seconds:0.0} s")]
    private static partial void LogUnexpected(ILogger logger, Exception exception, string kind, string cluster, double seconds);

    [LoggerMessage(4213, LogLevel.Error, "A listener to {Kind} in the {Cluster} cluster failed")]
    private static partial void LogListenerFailed(ILogger logger, Exception exception, string kind, string cluster);
}
