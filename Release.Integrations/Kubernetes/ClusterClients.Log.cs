using Microsoft.Extensions.Logging;

namespace Release.Integrations.Kubernetes;

internal sealed partial class ClusterClients
{
    [LoggerMessage(4200, LogLevel.Information, "The {Environment} cluster is context {Context} at {Server}")]
    private static partial void LogFound(ILogger logger, string environment, string context, Uri server);
}
