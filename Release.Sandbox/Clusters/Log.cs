using Release.Sandbox.Controllers;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Clusters;

internal static partial class Log
{
    [LoggerMessage(6101, LogLevel.Error, "The sandbox's controller failed on {Kind} {Name} in {Environment}; it tries again in 5 s")]
    public static partial void ReconcileFailed(ILogger logger, Exception exception, WorkKind kind, ObjectName name, string environment);

    [LoggerMessage(6102, LogLevel.Error, "The sandbox's cluster {Environment} failed and goes on")]
    public static partial void LoopFailed(ILogger logger, Exception exception, string environment);
}
