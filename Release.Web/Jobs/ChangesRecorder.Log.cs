using Release.Core.Applications;

namespace Release.Web.Jobs;

internal sealed partial class ChangesRecorder
{
    private static partial class Log
    {
        [LoggerMessage(4271, LogLevel.Information, "What deployments ship waits {Wait} for GitHub: {Why}")]
        public static partial void Away(ILogger logger, TimeSpan wait, string why);

        [LoggerMessage(4272, LogLevel.Warning, "GitHub does not say what a deployment of {Cell} ships; asked again in {Wait}: {Why}")]
        public static partial void Refused(ILogger logger, Cell cell, TimeSpan wait, string why);
    }
}
