using Microsoft.Extensions.Logging;
using Release.Core.Applications;

namespace Release.Integrations.Engine;

internal sealed partial class KubernetesEngine
{
    [LoggerMessage(4260, LogLevel.Warning, "Deployment {Deployment} of {Cell}: taking the image over from {Holders}")]
    private static partial void LogTakenOver(ILogger logger, string deployment, Cell cell, string holders);
}
