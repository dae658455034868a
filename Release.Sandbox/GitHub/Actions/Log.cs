namespace Release.Sandbox.GitHub.Actions;

internal static partial class Log
{
    [LoggerMessage(6401, LogLevel.Error, "The sandbox's workflow run {Run} of {Repository} stopped because of an error in the sandbox")]
    public static partial void RunFailed(ILogger logger, Exception exception, long run, string repository);
}
