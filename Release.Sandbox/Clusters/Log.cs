using Release.Sandbox.Controllers;
using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.Clusters;

internal static partial class Log
{
    [LoggerMessage(6101, LogLevel.Error, "A controller of the sandbox's cluster {Environment} failed on {Kind} {Name}; it tries again in 5 s")]
    public static partial void ReconcileFailed(ILogger logger, Exception exception, WorkKind kind, ObjectName name, string environment);

    [LoggerMessage(6102, LogLevel.Error, "The control loop of the sandbox's cluster {Environment} failed; it continues after a pause")]
    public static partial void LoopFailed(ILogger logger, Exception exception, string environment);
}
