namespace Release.Sandbox.ArgoCd;

internal static partial class Log
{
    [LoggerMessage(6201, LogLevel.Warning, "Release answered {Status} to the post-sync event of {Application} {Tag}: {Answer}")]
    public static partial void NotificationRefused(ILogger logger, string application, string tag, int status, string answer);

    [LoggerMessage(6202, LogLevel.Warning, "Release did not answer the post-sync event of {Application} {Tag} (attempt {Attempt})")]
    public static partial void NotificationFailed(ILogger logger, Exception exception, string application, string tag, int attempt);
}
